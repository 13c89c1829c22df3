import Cryptography
import DER
import Testing

@testable import Transfer

@Suite("A receipt")
struct ReceiptTests {
    @Test("is read as it was written, whatever it says", arguments: [1, 3, 64])
    func roundTrip(_ count: Int) throws {
        let signer = try ReceiptSigner()
        for state in [ReceiverState.collecting, .openable, .opened] {
            let receipt = try ReceiptSamples.receipt(pieces: 1...count, n: 64, state: state)
            let signed = try signer.sign(receipt)
            let read = try SignedReceipt(encoded: signed.encoded)
            #expect(read == signed && read.receipt == receipt)
            #expect(try read.verify().certificate == signer.certificate)
            #expect(signed.encoded.count <= SignedReceipt.maximumSize)
        }
    }

    @Test("has a content type of its own, under Fubako's arc")
    func contentType() {
        #expect(SignedReceipt.contentType == ObjectIdentifier.fubako.appending(1, 4))
        #expect(SignedReceipt.contentType != ObjectIdentifier.fubako.appending(1, 1))
        #expect(SignedReceipt.contentType != ObjectIdentifier.fubako.appending(1, 2))
    }

    @Test("no other signed object passes for one, and it passes for no other", arguments: [1, 2, 3, 5])
    func otherPurposes(_ number: UInt64) throws {
        let signer = try ReceiptSigner()
        let receipt = try ReceiptSamples.receipt()
        let other = ObjectIdentifier.fubako.appending(1, number)
        let signature = try SignedData.sign(
            contentType: other, content: receipt.encoded, certificate: signer.certificate, key: signer.key)
        let passed = try SignedReceipt(encoded: ReceiptSamples.file(receipt.encoded, signature))
        #expect(throws: TransferError(.badSignature, "")) { try passed.verify() }
        let own = try signer.sign(receipt)
        #expect(throws: CryptographyError.self) {
            try SignedData.verify(own.signature, contentType: other, content: receipt.encoded)
        }
    }

    @Test("with the signature of another receipt, or a second time, does not verify")
    func borrowed() throws {
        let signer = try ReceiptSigner()
        let receipt = try ReceiptSamples.receipt()
        let other = try signer.sign(ReceiptSamples.receipt(state: .opened))
        let borrowed = try SignedReceipt(encoded: ReceiptSamples.file(receipt.encoded, other.signature))
        #expect(throws: TransferError(.badSignature, "")) { try borrowed.verify() }
        let timed = try SignedData.sign(
            contentType: SignedReceipt.contentType, content: receipt.encoded, certificate: signer.certificate,
            key: signer.key, signingTime: Samples.time)
        let doubled = try SignedReceipt(encoded: ReceiptSamples.file(receipt.encoded, timed))
        #expect(throws: TransferError(.badSignature, "")) { try doubled.verify() }
    }

    @Test("every flipped bit is noticed")
    func flippedBits() throws {
        let signer = try ReceiptSigner()
        let bytes = try signer.sign(ReceiptSamples.receipt()).encoded
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                do throws(TransferError) {
                    let signed = try SignedReceipt(encoded: changed)
                    // What remains well-formed is another statement, or another signature: neither may count.
                    let verified = try signed.verify()
                    Issue.record("bit \(bit) of byte \(position): \(verified.certificate.subject)")
                } catch {
                    let codes: [TransferError.Code] = [.malformed, .unsupported, .badValue, .badSignature]
                    #expect(codes.contains(error.code), "byte \(position): \(error)")
                }
            }
        }
    }

    @Test("cut off anywhere, or with anything behind it, it is refused with the place")
    func truncated() throws {
        let bytes = try ReceiptSigner().sign(ReceiptSamples.receipt()).encoded
        for count in 0..<bytes.count {
            let error = #expect(throws: TransferError.self) { try SignedReceipt(encoded: Array(bytes[..<count])) }
            #expect(error?.code == .malformed && error?.offset != nil)
        }
        #expect(throws: TransferError(.malformed, "")) { try SignedReceipt(encoded: bytes + [0]) }
    }

    @Test("of another version it is called that, and a huge one is not read")
    func versionAndSize() throws {
        let later = DERWriter.encode { $0.sequence { $0.sequence { $0.integer(Int64(2)) } } }
        #expect(throws: TransferError(.unsupported, "")) { try SignedReceipt(encoded: later) }
        let huge = [UInt8](repeating: 0x30, count: SignedReceipt.maximumSize + 1)
        #expect(throws: TransferError(.tooMuch, "")) { try SignedReceipt(encoded: huge) }
    }

    @Test("with values outside their range cannot be made", arguments: ReceiptSamples.refusals)
    func values(_ refusal: ReceiptSamples.Refusal) {
        #expect(throws: TransferError(.badValue, "", field: refusal.field)) { try refusal.make() }
    }

    @Test("with such values is not read either")
    func encodedValues() throws {
        func piece(_ number: Int64, _ verdict: UInt8, _ route: String) -> [UInt8] {
            DERWriter.encode {
                $0.sequence {
                    $0.integer(number)
                    $0.enumerated(verdict)
                    $0.generalizedTime(Samples.time)
                    $0.utf8String(route)
                }
            }
        }
        let signature = try ReceiptSigner().sign(ReceiptSamples.receipt()).signature
        func code(_ pieces: [[UInt8]], k: Int64 = 3, n: Int64 = 5, state: UInt8 = 0) -> TransferError.Code? {
            let encoded = DERWriter.encode {
                $0.sequence {
                    $0.integer(Int64(1))
                    $0.octetString(Samples.digest(1))
                    $0.octetString(Samples.digest(2))
                    $0.integer(k)
                    $0.integer(n)
                    $0.sequence { list in pieces.forEach { list.encoded($0) } }
                    $0.enumerated(state)
                    $0.generalizedTime(Samples.time)
                }
            }
            do throws(TransferError) {
                _ = try SignedReceipt(encoded: ReceiptSamples.file(encoded, signature))
                return nil
            } catch { return error.code }
        }
        let good = piece(1, 0, "nas")
        #expect(code([good]) == nil)
        #expect(code([]) == .badValue && code([good, good]) == .badValue)
        #expect(code([piece(2, 0, "nas"), good]) == .badValue && code([piece(6, 0, "nas")]) == .badValue)
        #expect(code([good], k: 6) == .badValue && code([good], k: 0) == .malformed)
        #expect(code([good], n: 65) == .malformed && code([good], state: 3) == .malformed)
        #expect(code([piece(1, 2, "nas")]) == .malformed && code([piece(0, 0, "nas")]) == .malformed)
        for route in ["", "NAS", "n s", "-nas", "n\u{1B}", "n\u{202E}", String(repeating: "n", count: 65)] {
            #expect(code([piece(1, 0, route)]) == .malformed, "\(route)")
        }
        #expect(code((1...65).map { piece(min($0, 64), 0, "nas") }, n: 64) == .malformed)
    }
}
