/// What is in a folder.
extension Descriptor {
    /// The names in this folder except "." and "..", sorted by their bytes. For folders of our own, whose size is known
    /// to be small.
    /// - Throws: the code of errno.
    package borrowing func names() throws(SystemError) -> [[UInt8]] {
        // Apart, because reading moves the position of an open folder.
        let folder = try Descriptor.open(".", in: self, [.readOnly, .folder])
        var buffer = [UInt8](repeating: 0, count: 32_768)
        let list = try buffer.withMutableRawBytes { buffer throws(SystemError) in
            try NameList(of: folder, path: [UInt8(ascii: ".")], buffer: buffer)
        }
        return (0..<list.count).map { Array(list.name($0)) }
    }
}
