internal import CSystem
import Glibc

/// The names in one folder, sorted by their bytes: packed into one buffer, and four bytes each for their order.
struct NameList {
    /// Names, each with its terminating NUL.
    private var packed: [UInt8] = []
    /// Where each name starts in `packed`, in sorted order.
    private var starts: [UInt32] = []

    var count: Int { starts.count }

    /// Reads a folder to its end.
    /// - Parameter buffer: scratch space that may be used again.
    init(
        of folder: borrowing Descriptor, path: [UInt8], buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) {
        let number = folder.number
        while true {
            let filled: Int = try systemCall("getdents64", path: Path(path)) {
                fubako_getdents64(number, buffer.baseAddress, UInt32(buffer.count))
            }
            if filled == 0 { break }
            append(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
            if packed.count > UInt32.max - 65_536 { throw SystemError(.tooLarge, "getdents64", path: Path(path)) }
        }
        sort()
    }

    /// Lends a name with its terminator, as a call takes it.
    func withName<Result, Failure: Error>(
        _ index: Int, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = Int(starts[index])
        return try packed.withUnsafeBufferPointer { packed throws(Failure) in
            try body(UnsafeRawPointer(packed.baseAddress.unsafelyUnwrapped + start).assumingMemoryBound(to: CChar.self))
        }
    }

    /// The bytes of a name, without the terminator.
    func name(_ index: Int) -> ArraySlice<UInt8> {
        packed[Int(starts[index])...].prefix { $0 != 0 }
    }

    /// Takes over the entries of one block, except "." and "..". struct linux_dirent64: inode (8 bytes), offset (8), length
    /// of the entry (2), type (1), name with NUL (getdents64(2)).
    private mutating func append(_ block: UnsafeRawBufferPointer) {
        var position = 0
        while position < block.count {
            let length = Int(block.loadUnaligned(fromByteOffset: position + 16, as: UInt16.self))
            let name = UnsafeRawBufferPointer(rebasing: block[(position + 19)..<(position + length)])
            position += length
            let size = name.firstIndex(of: 0) ?? name.count
            if size == 1 && name[0] == dot || size == 2 && name[0] == dot && name[1] == dot { continue }
            starts.append(UInt32(packed.count))
            packed.append(contentsOf: name[..<size])
            packed.append(0)
        }
    }

    private mutating func sort() {
        packed.withUnsafeBytes { packed in
            guard let base = packed.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            starts.sort { strcmp(base + Int($0), base + Int($1)) < 0 }
        }
    }
}

private let dot = UInt8(ascii: ".")
