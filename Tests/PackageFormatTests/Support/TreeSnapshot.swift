import Foundation
import TestSupport

/// What a test looks at in a file, folder or link, read without the program's own code.
struct TreeNode: Equatable {
    var mode: mode_t
    var seconds: Int
    var nanoseconds: Int
    /// A file's content, a link's target, nothing for a folder.
    var content: [UInt8]

    /// Of everything below a folder, by relative path.
    static func snapshot(_ folder: String) throws -> [String: TreeNode] {
        var nodes: [String: TreeNode] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            nodes[name] = try TreeNode(folder + "/" + name)
        }
        return nodes
    }

    private init(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw TestSupportError("lstat \(path): \(errno)") }
        mode = status.st_mode
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        switch status.st_mode & S_IFMT {
        case S_IFREG: content = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        case S_IFLNK: content = Array(try FileManager.default.destinationOfSymbolicLink(atPath: path).utf8)
        default: content = []
        }
    }
}

extension SealingBench {
    /// Makes a symbolic link.
    func link(_ name: String, to target: String) throws {
        guard symlink(target, folder(name)) == 0 else { throw TestSupportError("symlink \(name): \(errno)") }
    }

    /// Sets the permission bits.
    func setMode(_ name: String, _ mode: mode_t) throws {
        guard chmod(folder(name), mode) == 0 else { throw TestSupportError("chmod \(name): \(errno)") }
    }

    /// Sets the time of modification, of a link itself too.
    func setModified(_ name: String, _ seconds: Int, _ nanoseconds: Int = 0) throws {
        let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        guard utimensat(AT_FDCWD, folder(name), [time, time], AT_SYMLINK_NOFOLLOW) == 0 else {
            throw TestSupportError("utimensat \(name): \(errno)")
        }
    }
}
