/// An ASN.1 OBJECT IDENTIFIER, kept as its DER content octets, so that arcs of any size (2.25.UUID) need no big integers.
package struct ObjectIdentifier: Hashable, Sendable {
    /// The content octets, without tag and length (X.690, 8.19).
    package let content: [UInt8]

    /// From arcs, the first two of which share an octet. `arcs` has at least two members.
    package init(_ arcs: UInt64...) {
        var content: [UInt8] = []
        if arcs.count >= 2 { Self.append(arcs[0] * 40 + arcs[1], to: &content) }
        for arc in arcs.dropFirst(2) { Self.append(arc, to: &content) }
        self.content = content
    }

    /// From content octets that were read; every arc minimal, the last one complete.
    /// - Returns: nil if they are not canonical.
    package init?(content: some Collection<UInt8>) {
        var startsArc = true
        for octet in content {
            if startsArc && octet == 0x80 { return nil }
            startsArc = octet & 0x80 == 0
        }
        guard startsArc, !content.isEmpty else { return nil }
        self.content = Array(content)
    }

    /// This identifier with more arcs below it.
    package func appending(_ arcs: UInt64...) -> ObjectIdentifier {
        var longer = content
        for arc in arcs { Self.append(arc, to: &longer) }
        return ObjectIdentifier(canonical: longer)
    }

    private init(canonical content: [UInt8]) { self.content = content }

    private static func append(_ arc: UInt64, to content: inout [UInt8]) {
        var groups = [UInt8(arc & 0x7F)]
        var rest = arc >> 7
        while rest > 0 {
            groups.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        content.append(contentsOf: groups.reversed())
    }
}

extension ObjectIdentifier: CustomStringConvertible {
    /// The longest ``description``, in characters. A longer one is of use to nobody, and whoever made the identifier could
    /// fill a message with it.
    package static let descriptionLimit = 128

    /// Dotted form; an arc that needs more than 64 bits is shown in hexadecimal. What exceeds ``descriptionLimit`` ends
    /// in "…".
    package var description: String {
        var parts: [String] = []
        var arc: [UInt8] = []
        // Each octet gives one character at least: what comes from later ones would be cut off.
        for octet in content.prefix(Self.descriptionLimit) {
            arc.append(octet)
            guard octet & 0x80 == 0 else { continue }
            parts.append(contentsOf: Self.text(of: arc, first: parts.isEmpty))
            arc = []
        }
        if !arc.isEmpty { parts.append(contentsOf: Self.text(of: arc, first: parts.isEmpty)) }
        let text = parts.joined(separator: ".")
        guard content.count > Self.descriptionLimit || text.count > Self.descriptionLimit else { return text }
        return text.prefix(Self.descriptionLimit - 1) + "…"
    }

    private static func text(of arc: [UInt8], first: Bool) -> [String] {
        guard arc.count <= 9 else {
            return ["0x" + arc.map { String($0, radix: 16) }.joined()]
        }
        let value = arc.reduce(UInt64(0)) { $0 << 7 | UInt64($1 & 0x7F) }
        guard first else { return [String(value)] }
        let root = min(value / 40, 2)
        return [String(root), String(value - root * 40)]
    }
}
