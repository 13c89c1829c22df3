import Console
import DER
import Label
import PackageFormat
import SystemIO

extension Entry {
    /// "-rw-r--r--  1234  2026-04-01T09:00:00Z  folder/name", as ls(1) does; escaped.
    package var listing: String {
        let size: String
        if case .file(let count) = node { size = String(count) } else { size = "-" }
        let padding = String(repeating: " ", count: max(0, 12 - size.count))
        let line = "\(modeText)  \(padding)\(size)  \(modified.text)  \(escaped(path))"
        guard case .link(let target) = node else { return line }
        return line + " -> " + escaped(target)
    }

    /// Kind and permission bits as in "drwxr-x---".
    private var modeText: String {
        let kind =
            switch node {
            case .file: "-"
            case .folder: "d"
            case .link: "l"
            }
        let bits = zip(0..<9, "rwxrwxrwx").map { position, letter in
            mode & (0o400 >> UInt32(position)) == 0 ? "-" : String(letter)
        }
        return kind + bits.joined()
    }
}

/// A file, folder or link inside a package, for `--json`.
package struct EntryJSON: Encodable, Sendable {
    private let path: String
    private let kind: String
    private let mode: String
    private let modified: String
    private let size: UInt64?
    private let target: String?

    /// An entry of a package's index.
    package init(_ entry: Entry) {
        path = String(decoding: entry.path, as: UTF8.self)
        mode = String(entry.mode, radix: 8)
        modified = entry.modified.text
        switch entry.node {
        case .file(let count): (kind, size, target) = ("file", count, nil)
        case .folder: (kind, size, target) = ("folder", nil, nil)
        case .link(let bytes): (kind, size, target) = ("link", nil, String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension FileTime {
    /// In RFC 3339 form to the second; "@" and seconds since 1970 for what lies outside the years 1970 to 9999.
    fileprivate var text: String { DERTime(seconds: seconds)?.rfc3339 ?? "@\(seconds)" }
}
