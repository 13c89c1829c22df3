import Cryptography
import DER
import Testing

@testable import Transfer

/// Somebody who signs receipts.
struct ReceiptSigner: ~Copyable {
    let key: PrivateKey
    let certificate: Certificate

    init(_ type: KeyType = .p256) throws {
        let key = try PrivateKey.generate(type)
        let subject = try Subject(commonName: "財務課")
        certificate = try Certificate.selfSigned(key, subject: subject, validity: 1_767_225_600..<1_924_992_000)
        self.key = key
    }

    borrowing func sign(_ receipt: Receipt) throws -> SignedReceipt {
        try SignedReceipt(receipt, certificate: certificate, signingKey: key)
    }
}

/// What receipts in tests say.
enum ReceiptSamples {
    static func piece(_ number: Int, _ verdict: PieceVerdict = .good, route: String = "nas") throws -> ReceivedPiece {
        try ReceivedPiece(number: number, verdict: verdict, received: Samples.time, route: route)
    }

    static func receipt(
        id: [UInt8] = Samples.digest(1), manifest: [UInt8] = Samples.digest(2), pieces: ClosedRange<Int> = 1...2,
        k: Int = 3, n: Int = 5, state: ReceiverState = .collecting
    ) throws -> Receipt {
        let list = try pieces.map { try piece($0, $0 == 2 ? .damaged : .good) }
        return try Receipt(
            packageID: id, manifest: manifest, k: k, n: n, pieces: list, state: state, time: Samples.moment(60))
    }

    /// The file that these two parts make.
    static func file(_ receipt: [UInt8], _ signature: [UInt8]) -> [UInt8] {
        DERWriter.encode {
            $0.sequence {
                $0.encoded(receipt)
                $0.encoded(signature)
            }
        }
    }

    /// What a receipt may not say.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let field: String
        let make: @Sendable () throws -> Void

        var testDescription: String { field }
    }

    static let refusals: [Refusal] = [
        Refusal(field: "packageID") { _ = try receipt(id: [1]) },
        Refusal(field: "manifest") { _ = try receipt(manifest: Samples.digest(1) + [0]) },
        Refusal(field: "n") { _ = try receipt(n: 65) },
        Refusal(field: "k") { _ = try receipt(k: 6, n: 5) },
        Refusal(field: "k") { _ = try receipt(k: 0) },
        Refusal(field: "pieces") { _ = try receipt(pieces: 5...6) },
        Refusal(field: "pieces") { try order([]) },
        Refusal(field: "pieces") { try order([2, 1]) },
        Refusal(field: "pieces") { try order([1, 1]) },
        Refusal(field: "number") { _ = try piece(0) },
        Refusal(field: "number") { _ = try piece(65) },
        Refusal(field: "route") { _ = try piece(1, route: "") },
        Refusal(field: "route") { _ = try piece(1, route: "Nas") },
    ]

    private static func order(_ numbers: [Int]) throws {
        _ = try Receipt(
            packageID: Samples.digest(1), manifest: Samples.digest(2), k: 1, n: 5,
            pieces: numbers.map { try piece($0) },
            state: .collecting, time: Samples.time)
    }
}
