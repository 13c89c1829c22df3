import Glibc

@testable import SystemIO

/// A folder for one test, removed with everything in it at the end of its scope.
final class TemporaryFolder: Sendable {
    let path: Path

    init(_ parent: String = "/tmp") throws(SystemError) {
        path = Path(parent + "/fubako-test-" + (try RandomName().digits))
        try Descriptor.open(Path(parent), [.readOnly, .folder]).makeFolder(Path(path.name), mode: 0o700)
    }

    deinit { removeAll(path) }

    /// Makes a file with some content, and the folders above it.
    @discardableResult
    func write(_ name: String, _ content: [UInt8] = []) throws(SystemError) -> Path {
        try makeFolders(above: name)
        let file = path.appending(name)
        let descriptor = try Descriptor.open(file, [.writeOnly, .create, .truncate], mode: 0o644)
        try descriptor.writeFully(content)
        return file
    }

    /// Makes a folder and those above it.
    @discardableResult
    func makeFolder(_ name: String) throws(SystemError) -> Path {
        try makeFolders(above: name + "/.")
        return path.appending(name)
    }

    func link(_ name: String, to target: String) throws(SystemError) {
        try makeFolders(above: name)
        try path.appending(name).withCString { name throws(SystemError) in
            _ = try systemCall("symlink") { symlink(target, name) }
        }
    }

    func read(_ name: String) throws(SystemError) -> [UInt8] {
        try Descriptor.open(path.appending(name), .readOnly).readToEnd(limit: 1 << 24)
    }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat(path.appending(name).string, &status) == 0
    }

    /// Names in the folder, hidden ones too, sorted.
    func names(_ name: String = ".") -> [String] {
        guard let stream = opendir(path.appending(name).string) else { return [] }
        defer { closedir(stream) }
        var names = [String]()
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func makeFolders(above name: String) throws(SystemError) {
        let root = try Descriptor.open(path, [.readOnly, .folder])
        var current = ""
        for component in name.split(separator: "/").dropLast() {
            current += component + "/"
            do { try root.makeFolder(Path(current), mode: 0o755) } catch  where error.code == .exists {}
        }
    }
}

private func removeAll(_ path: Path) {
    var status = stat()
    guard lstat(path.string, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
        unlink(path.string)
        return
    }
    chmod(path.string, 0o700)
    guard let stream = opendir(path.string) else { return }
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { removeAll(path.appending(name)) }
    }
    closedir(stream)
    rmdir(path.string)
}

/// What a call throws: its code, or nil if it returns.
func code(_ body: () throws(SystemError) -> Void) -> SystemError.Code? {
    do { try body() } catch { return error.code }
    return nil
}
