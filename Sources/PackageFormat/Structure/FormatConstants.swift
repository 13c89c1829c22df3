import Cryptography
import DER

/// The fixed values of package format version 1, see fubako-package(5).
package enum Format {
    /// First bytes of a piece. 0xF5 never occurs in UTF-8, and the line feed shows what text-mode transfers did.
    package static let magic: [UInt8] = [0xF5] + Array("FUBAKO\n".utf8)
    /// Last bytes of a piece: the magic backwards.
    package static let tailMagic: [UInt8] = magic.reversed()
    /// Of CommonHeader, Manifest and Index.
    package static let version: Int64 = 1

    /// Magic and header length, in bytes.
    package static let prefixSize = 12
    /// Bytes of the Tail.
    package static let tailSize = 64
    /// Bytes that a PieceHeader has at most.
    package static let maximumHeaderSize = 1 << 20
    /// Bytes that a Trailer has at most.
    package static let maximumTrailerSize = 1 << 18
    /// Bytes that the ledger's proof in a Manifest can have.
    package static let intentSizes = 1...65_536
    /// The most stanzas of a header.
    package static let maximumStanzas = 1_024
    /// The most pieces of a package.
    package static let maximumPieces = 64
    /// Bytes that an Index has at most.
    package static let maximumIndexSize: UInt64 = 256 << 20
    /// Bytes that a prior record has at most, those that it holds included.
    package static let maximumPriorSize = 4 << 20
    /// How often a package can have been sealed again: records one inside the other.
    package static let maximumPriorDepth = 8
    /// Bytes of padding that a former package may have had beyond as many as there were without it. Whoever checks a
    /// record encrypts them again, so that a few bytes of a record must not claim petabytes.
    package static let priorPaddingAllowance: UInt64 = 1 << 20
    /// Bytes that a path or a link's target has at most.
    package static let maximumNameSize = 4_096
    /// Bytes that a component of a path has at most (NAME_MAX of Linux).
    package static let maximumComponentSize = 255
    /// PBKDF2 iterations that a package may demand, so that a hostile one costs a bounded time.
    package static let iterations: ClosedRange<Int64> = 1_000...10_000_000
    /// How many stripes there can be.
    package static let stripeCounts: ClosedRange<Int64> = 1...Int64(UInt32.max)

    /// 64 chunks of 16,400 bytes.
    package static let unitSize = 64 * ChunkedEncryption.sealedChunkSize
    /// Bytes of a package's identifier, a key's, a hash and a commitment.
    package static let identifierSize = 32
    /// Bytes of the manifest's MAC, HMAC-SHA-512.
    package static let macSize = 64

    /// Below which everything has its identifier.
    package static let arc = ObjectIdentifier.fubako

    /// Content type of what a package's signature covers: Manifest and MAC.
    package static let manifestContentType = arc.appending(1, 1)

    /// Extension of CommonHeader: there is one file inside and nothing else.
    static let oneFileExtension = arc.appending(2, 1)

    static let contentKeyInfo = Array("fubako/v1 content".utf8)
    static let macKeyInfo = Array("fubako/v1 manifest mac".utf8)
    static let wrapInfo = Array("fubako/v1 wrap R".utf8) + [0]
    static let passphraseInfo = Array("fubako/v1 passphrase".utf8) + [0]
    static let stanzaTag = Array("fubako/v1 stanza".utf8)
    static let insideTag = Array("fubako/v1 inside".utf8)
}

/// The content and wrapping AEAD of a package.
package enum Suite: UInt8, Sendable, CaseIterable {
    /// AES-256-GCM; the chunk stream is a Cobblestone-256 message.
    case aes256GCM = 1
    /// ChaCha20-Poly1305 in the same chunking, for the day AES is withdrawn.
    case chacha20Poly1305 = 2

    /// The cipher, of content and wraps alike.
    package var aead: AEAD {
        switch self {
        case .aes256GCM: .aes256GCM
        case .chacha20Poly1305: .chacha20Poly1305
        }
    }
}
