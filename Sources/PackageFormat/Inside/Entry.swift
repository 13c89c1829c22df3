import DER
import SystemIO

/// A file, folder or symbolic link in a package.
package struct Entry: Hashable, Sendable {
    /// What an entry is.
    package enum Node: Hashable, Sendable {
        /// Content size in bytes.
        case file(UInt64)
        case folder
        /// The target, as bytes.
        case link([UInt8])
    }

    /// Relative, components separated by "/", see ``EntryPath``.
    package let path: [UInt8]
    /// Permission bits, 0...0o777.
    package let mode: UInt32
    /// When its content was last changed.
    package let modified: FileTime
    /// What it is.
    package let node: Node

    /// Unchecked: the rules of an index are checked where entries join it.
    package init(path: [UInt8], mode: UInt32, modified: FileTime, node: Node) {
        self.path = path
        self.mode = mode
        self.modified = modified
        self.node = node
    }

    /// Content size in bytes; 0 for what is not a file.
    package var size: UInt64 { if case .file(let size) = node { size } else { 0 } }

    /// Whether it lies in no folder of the package.
    package var isTopLevel: Bool { !path.contains(EntryPath.slash) }

    /// The largest encoding that an entry can have, in bytes: path, target, numbers and their framing.
    static let maximumEncodedSize = 2 * Format.maximumNameSize + 64
    private static let maximumFileSize: Int64 = 1 << 62
    private static let fileTag = DERTag.context(0)
    private static let folderTag = DERTag.context(1)
    private static let linkTag = DERTag.context(2)

    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.octetString(path)
            $0.integer(Int64(mode))
            $0.integer(modified.seconds)
            $0.integer(Int64(modified.nanoseconds))
            switch node {
            case .file(let size): $0.integer(size, tag: Self.fileTag)
            case .folder: $0.null(tag: Self.folderTag)
            case .link(let target): $0.octetString(target, tag: Self.linkTag)
            }
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            Entry(
                path: try Self.name(&reader, tag: .octetString),
                mode: UInt32(try reader.integer(0...0o777)),
                modified: FileTime(
                    seconds: try reader.integer(.min ... .max),
                    nanoseconds: UInt32(try reader.integer(0...999_999_999))),
                node: try Self.node(&reader))
        }
    }

    /// A path or target of a length that is allowed. Another one is no damage: somebody made it so.
    private static func name(_ reader: inout DERReader, tag: DERTag) throws(DERError) -> [UInt8] {
        let here = reader.offset
        let name = try reader.octetString(0...maximumEncodedSize, tag: tag)
        guard (1...Format.maximumNameSize).contains(name.count) else { throw DERError(.forbidden, offset: here) }
        return name
    }

    private static func node(_ reader: inout DERReader) throws(DERError) -> Node {
        switch reader.nextTag {
        case fileTag: return .file(UInt64(try reader.integer(0...maximumFileSize, tag: fileTag)))
        case linkTag: return .link(try name(&reader, tag: linkTag))
        default:
            try reader.null(tag: folderTag)
            return .folder
        }
    }
}
