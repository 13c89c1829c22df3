import DER
import TestSupport

@testable import Cryptography

extension [UInt8] {
    /// These bytes with one bit changed, counted from the highest bit of the first byte.
    func flipping(_ bit: Int) -> [UInt8] {
        var changed = self
        changed[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return changed
    }
}

extension PrivateKey {
    /// The key in the clear, as the openssl command writes it, for programs that are compared with.
    borrowing func unencryptedPKCS8ForTests() throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let pem = try encryptedPKCS8PEM(passphrase: Secret(copying: Array("test".utf8)), iterations: 1000)
        try folder.write(pem, to: "key.pem")
        return try openssl(
            "pkcs8", "-in", folder("key.pem"), "-passin", "pass:test", "-topk8", "-nocrypt", "-outform", "DER"
        )
        .output
    }
}

/// Runs the openssl command, which must succeed.
@discardableResult
func openssl(_ arguments: String..., input: [UInt8] = []) throws -> RunResult {
    let result = try run("openssl", arguments, input: input)
    guard result.status == 0 else { throw TestSupportError("openssl \(arguments): \(result.errors)") }
    return result
}

/// A passphrase for tests.
func passphrase(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }
