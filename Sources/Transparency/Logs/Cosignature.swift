import Cryptography

/// The statement of a witness that a checkpoint is consistent with all that it has seen of that log, at a time
/// (C2SP tlog-cosignature, Ed25519): 8 bytes of time in big endian, 64 bytes of signature.
struct Cosignature {
    /// Seconds since 1970, 1 to 2^63 - 1. Zero stands for no time, which a cosignature of a checkpoint must have.
    let time: UInt64
    let signature: [UInt8]

    private static let timeSize = 8

    /// From the bytes of a line; nil for a wrong length or time.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.timeSize + Ed25519PrivateKey.signatureSize else { return nil }
        let time = bytes.prefix(Self.timeSize).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard Self.times.contains(time) else { return nil }
        self.time = time
        signature = Array(bytes.dropFirst(Self.timeSize))
    }

    static let times: ClosedRange<UInt64> = 1...UInt64(Int64.max)

    /// What is signed: a header, the time, and the text of the checkpoint.
    static func message(_ text: [UInt8], time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}

extension NoteSignature {
    /// The cosignature of a checkpoint, of type `cosignature`. A witness must have verified the checkpoint's signature and
    /// its consistency with the last one that it cosigned, and recorded it durably, before it calls this.
    /// - Parameter time: now, in seconds since 1970, 1 to 2^63 - 1.
    /// - Throws: `outOfRange` for another time, `cryptography`.
    package static func cosign(
        _ checkpoint: Checkpoint, at time: UInt64, name: NoteName, key: borrowing Ed25519PrivateKey
    ) throws(TransparencyError) -> NoteSignature {
        guard Cosignature.times.contains(time) else { throw TransparencyError(.outOfRange, "no time of a cosignature") }
        let verifier = try VerifierKey(name: name, type: .cosignature, publicKey: key.publicKey)
        let signature: [UInt8]
        do throws(CryptographyError) {
            signature = try key.sign(Cosignature.message(checkpoint.text, time: time))
        } catch { throw TransparencyError(error) }
        let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: time >> UInt64($0)) }
        return NoteSignature(key: verifier, bytes: bytes + signature)
    }
}
