import Cryptography
import DER
import Label

@testable import PackageFormat

/// Structures with made-up contents that between them use every field.
enum StructureSamples {
    static func fill(_ count: Int, _ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: count) }

    static func hpke(_ kem: KEM = .p256, recipient: UInt8? = 1) -> Stanza {
        .hpke(
            HPKEStanza(
                kem: kem, recipient: recipient.map { fill(32, $0) }, encapsulatedKey: fill(kem.encapsulatedKeySize, 4),
                wrapped: fill(48, 5), signature: fill(71, 6)))
    }

    static func rsa(recipient: UInt8 = 2, size: Int = 384) -> Stanza {
        .rsaOAEP(RSAStanza(recipient: fill(32, recipient), wrapped: fill(size, 7)))
    }

    static func passphrase(iterations: Int = 600_000) -> Stanza {
        .passphrase(
            PassphraseStanza(iterations: iterations, salt: fill(32, 8), check: fill(32, 9), wrapped: fill(48, 10)))
    }

    static func label() throws -> Label {
        var fields = LabelFields(grade: .electronic(.three, .two, .one))
        fields.siteGrade = try LabelText("極秘", field: .siteGrade)
        fields.restrictions = [try Restriction(text: "複製禁止")]
        fields.personal = try PersonalInformation(sensitive: true, count: 1_234)
        return try Label(fields)
    }

    static func extensions(critical: Bool = false) throws -> Extensions {
        try Extensions([
            Extension(id: Format.arc.appending(2, 1), critical: critical, value: [1, 2, 3]),
            Extension(id: ObjectIdentifier(1, 2, 3), critical: false, value: []),
        ])
    }

    static func common(
        suite: Suite = .aes256GCM, split: Split = .whole, originator: [UInt8]? = nil, purpose: Purpose = .transfer,
        label: Label? = nil, stanzas: [Stanza] = [hpke()], extensions: Extensions = .none
    ) -> CommonHeader {
        CommonHeader(
            packageID: fill(32, 0xAB), suite: suite, split: split, originator: originator, purpose: purpose,
            label: label, stanzas: stanzas, extensions: extensions)
    }

    static func header(_ common: CommonHeader, x: Int = 1) -> PieceHeader {
        PieceHeader(common: common, x: x, share: fill(32, 11), salt: fill(24, 12), commitment: fill(32, 13))
    }

    static func manifest(
        pieces: Int = 1, intent: [UInt8]? = nil, extensions: Extensions = .none, stripeCount: UInt64 = 1,
        ciphertextLength: UInt64 = 1_000
    ) -> Manifest {
        Manifest(
            purpose: .transfer, packageID: fill(32, 0xAB), commonHeaderHash: fill(32, 1), salt: fill(24, 2),
            commitment: fill(32, 3), pieceHeaderHashes: (0..<pieces).map { fill(32, UInt8($0)) },
            roots: (0..<pieces).map { fill(32, UInt8($0)) }, stripeCount: stripeCount,
            ciphertextLength: ciphertextLength, sealingTime: sealingTime, intent: intent, extensions: extensions)
    }

    /// Headers of every kind, by name.
    static func headers() throws -> [(name: String, header: PieceHeader)] {
        let five = Split(k: 3, n: 5, unitSize: 16_400) ?? .whole
        return [
            ("plain", header(common())),
            (
                "signed, labelled, with extensions",
                header(common(originator: fill(32, 20), label: try label(), extensions: try extensions()))
            ),
            ("second suite, piece 5 of 5", header(common(suite: .chacha20Poly1305, split: five), x: 5)),
            (
                "every kind of stanza",
                header(
                    common(stanzas: [
                        hpke(.p256, recipient: 1), hpke(.p384, recipient: 2), hpke(.p521, recipient: 3),
                        rsa(recipient: 4), rsa(recipient: 5, size: 2_048), passphrase(),
                    ]))
            ),
            ("four hidden", header(common(stanzas: (0..<4).map { _ in hpke(.p521, recipient: nil) }))),
            ("one hidden", header(common(stanzas: [hpke(recipient: nil)]))),
            ("passphrase alone", header(common(purpose: .publish, stanzas: [passphrase(iterations: 1_000)]))),
        ]
    }

    /// Trailers of every kind, by name.
    static func trailers() throws -> [(name: String, trailer: Trailer)] {
        let signature = DERWriter.encode { $0.sequence { $0.octetString(fill(300, 9)) } }
        return [
            ("unsigned", Trailer(manifest: manifest(), mac: fill(64, 1), signature: nil)),
            ("signed", Trailer(manifest: manifest(), mac: fill(64, 1), signature: signature)),
            (
                "64 pieces, intent, extensions",
                Trailer(
                    manifest: manifest(pieces: 64, intent: fill(65_536, 3), extensions: try extensions()),
                    mac: fill(64, 1), signature: signature)
            ),
            (
                "most stripes",
                Trailer(
                    manifest: manifest(intent: [1], stripeCount: 4_294_967_295, ciphertextLength: UInt64(Int64.max)),
                    mac: fill(64, 1), signature: nil)
            ),
        ]
    }
}
