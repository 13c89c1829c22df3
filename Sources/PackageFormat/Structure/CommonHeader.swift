import Cryptography
import DER
import Label

/// What all pieces of a package say first, visible to everyone. Its hash is the context of the content's encryption.
package struct CommonHeader: Hashable, Sendable {
    /// 32 random bytes.
    package let packageID: [UInt8]
    /// The cipher of content and wraps.
    package let suite: Suite
    /// How the package is cut into pieces.
    package let split: Split
    /// SHA-256 of the signer's certificate; nil for an unsigned package.
    package let originator: [UInt8]?
    /// What the package is for.
    package let purpose: Purpose
    /// nil if the package has none, or hides it in the index.
    package let label: Label?
    /// R, wrapped to each recipient; 1...1,024 of them.
    package var stanzas: [Stanza]
    /// What later versions add.
    package let extensions: Extensions

    /// Recipients are not named in the header.
    package var hidesRecipients: Bool {
        stanzas.contains { if case .hpke(let stanza) = $0 { stanza.recipient == nil } else { false } }
    }

    /// Whether the sender says that there is one file inside and nothing else, so that it can be opened as a stream. What is
    /// inside decides whether it is true.
    package var claimsOneFile: Bool {
        guard let claim = extensions[Format.oneFileExtension] else { return false }
        return !claim.critical && claim.value.isEmpty
    }

    /// Its DER, the only encoding there is.
    package var encoded: [UInt8] { DERWriter.encode { encode(into: &$0) } }

    /// The encoding to which stanzas are bound: without any.
    var encodedWithoutStanzas: [UInt8] {
        var bare = self
        bare.stanzas = []
        return bare.encoded
    }

    /// The encoding that ephemeral keys sign: all stanzas, their signatures empty.
    var encodedForStanzaSignatures: [UInt8] {
        var unsigned = self
        unsigned.stanzas = stanzas.map {
            guard case .hpke(var stanza) = $0 else { return $0 }
            stanza.signature = []
            return .hpke(stanza)
        }
        return unsigned.encoded
    }
}

/// How a package is cut into pieces: any k of n open it.
package struct Split: Hashable, Sendable {
    /// Pieces that open it, 1...n.
    package let k: Int
    /// Pieces there are, k...64.
    package let n: Int
    /// Bytes of a unit in all stripes but the last: a multiple of a sealed chunk, at most 64 chunks.
    package let unitSize: Int

    /// - Returns: nil unless 1 ≤ k ≤ n ≤ 64 and the unit size is one that the format allows.
    package init?(k: Int, n: Int, unitSize: Int = Format.unitSize) {
        guard 1 <= k, k <= n, n <= Format.maximumPieces else { return nil }
        guard (1...Format.unitSize).contains(unitSize), unitSize % ChunkedEncryption.sealedChunkSize == 0 else {
            return nil
        }
        self.k = k
        self.n = n
        self.unitSize = unitSize
    }

    private init() {
        k = 1
        n = 1
        unitSize = Format.unitSize
    }

    /// The ordinary case: one piece.
    package static let whole = Split()
}

extension CommonHeader {
    func encode(into writer: inout DERWriter) {
        writer.sequence {
            $0.integer(Format.version)
            $0.octetString(packageID)
            $0.integer(Int64(suite.rawValue))
            $0.integer(Int64(split.k))
            $0.integer(Int64(split.n))
            $0.integer(Int64(split.unitSize))
            if let originator { $0.octetString(originator) } else { $0.null() }
            $0.enumerated(purpose.rawValue)
            if let label { label.encode(into: &$0) } else { $0.null() }
            $0.sequence { list in stanzas.forEach { $0.encode(into: &list) } }
            extensions.encode(into: &$0)
        }
    }

    init(from reader: inout DERReader) throws(DERError) {
        self = try reader.sequence(Self.content)
    }

    private static func content(_ reader: inout DERReader) throws(DERError) -> CommonHeader {
        _ = try reader.integer(Format.version...Format.version)
        let packageID = try reader.octetString(count: Format.identifierSize)
        let suite = try readSuite(&reader)
        let split = try readSplit(&reader)
        let originator = try readOriginator(&reader)
        let purpose = try Purpose(reading: &reader)
        let label = try readLabel(&reader)
        let stanzas = try reader.sequence(readStanzas)
        let extensions = try Extensions(from: &reader)
        return CommonHeader(
            packageID: packageID, suite: suite, split: split, originator: originator, purpose: purpose, label: label,
            stanzas: stanzas, extensions: extensions)
    }

    private static func readSuite(_ reader: inout DERReader) throws(DERError) -> Suite {
        let here = reader.offset
        let number = try reader.integer(.min ... .max)
        guard let suite = UInt8(exactly: number).flatMap(Suite.init) else {
            throw DERError(.unknownValue, offset: here)
        }
        return suite
    }

    private static func readSplit(_ reader: inout DERReader) throws(DERError) -> Split {
        let here = reader.offset
        let k = Int(try reader.integer(1...64))
        let n = Int(try reader.integer(1...64))
        let unitSize = Int(try reader.integer(1...Int64(Format.unitSize)))
        guard let split = Split(k: k, n: n, unitSize: unitSize) else { throw DERError(.badValue, offset: here) }
        return split
    }

    private static func readOriginator(_ reader: inout DERReader) throws(DERError) -> [UInt8]? {
        guard reader.nextTag == .null else { return try reader.octetString(count: Format.identifierSize) }
        try reader.null()
        return nil
    }

    private static func readLabel(_ reader: inout DERReader) throws(DERError) -> Label? {
        guard reader.nextTag == .null else { return try Label(from: &reader) }
        try reader.null()
        return nil
    }

    private static func readStanzas(_ reader: inout DERReader) throws(DERError) -> [Stanza] {
        var stanzas: [Stanza] = []
        let here = reader.offset
        while !reader.isAtEnd {
            guard stanzas.count < Format.maximumStanzas else { throw reader.error(.aboveBound) }
            stanzas.append(try Stanza(from: &reader))
        }
        guard !stanzas.isEmpty else { throw DERError(.badValue, offset: here) }
        guard StanzaRules.allow(stanzas) else { throw DERError(.forbidden, offset: here) }
        return stanzas
    }
}

/// Which sets of stanzas a header may have.
enum StanzaRules {
    /// Recipients distinct; at most one passphrase; hidden ones all alike and their number a power of two.
    static func allow(_ stanzas: [Stanza]) -> Bool {
        let named = stanzas.compactMap(\.recipient)
        guard Set(named).count == named.count else { return false }
        let passphrases = stanzas.count { if case .passphrase = $0 { true } else { false } }
        let hidden = stanzas.compactMap(hiddenKEM)
        guard passphrases <= 1 else { return false }
        guard !hidden.isEmpty else { return true }
        return hidden.count == stanzas.count && Set(hidden).count == 1 && hidden.count & (hidden.count - 1) == 0
    }

    private static func hiddenKEM(_ stanza: Stanza) -> KEM? {
        guard case .hpke(let hpke) = stanza, hpke.recipient == nil else { return nil }
        return hpke.kem
    }
}
