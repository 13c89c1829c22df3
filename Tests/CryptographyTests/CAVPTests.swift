import TestSupport
import Testing

@testable import Cryptography

/// A response file of NIST's validation programme: `[name = value]` lines set the group, blank lines part the cases.
struct ResponseFile {
    struct Case {
        let group: [String: String]
        let fields: [String: String]

        /// A field in hexadecimal; absent means empty.
        func bytes(_ name: String) throws -> [UInt8] {
            guard let bytes = [UInt8](hex: fields[name] ?? "") else { throw TestSupportError("\(name) is not hex") }
            return bytes
        }
    }

    var cases: [Case] = []

    init(_ text: String) {
        var group: [String: String] = [:]
        var fields: [String: String] = [:]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasPrefix("#") { continue }
            if line.isEmpty || line.hasPrefix("[") {
                if !fields.isEmpty { cases.append(Case(group: group, fields: fields)) }
                fields = [:]
            }
            let pair = line.filter { $0 != "[" && $0 != "]" }.split(separator: "=", maxSplits: 1).map {
                String($0.filter { !$0.isWhitespace })
            }
            guard let name = pair.first else { continue }
            let value = pair.count == 2 ? pair[1] : ""
            if line.hasPrefix("[") { group[name] = value } else { fields[name] = value }
        }
        if !fields.isEmpty { cases.append(Case(group: group, fields: fields)) }
    }
}

@Suite("AES-256-GCM against NIST CAVP", .enabled(if: VectorFolder.python.isRequired, "\(VectorFolder.python.reason)"))
struct CAVPTests {
    @Test(
        "every case with a 96-bit nonce and a 128-bit tag agrees, the others are counted",
        arguments: ["gcmDecrypt256.rsp", "gcmEncryptExtIV256.rsp"])
    func agree(_ name: String) throws {
        let file = ResponseFile(try VectorFolder.python.text("ciphers/AES/GCM/" + name))
        let offered = file.cases.filter { $0.group["IVlen"] == "96" && $0.group["Taglen"] == "128" }
        for vector in offered { try check(vector) }
        #expect(offered.count == 375)
        #expect(file.cases.count - offered.count == 7_500)
    }

    private func check(_ vector: ResponseFile.Case) throws {
        let nonce = try vector.bytes("IV")
        let aad = try vector.bytes("AAD")
        let sealed = try vector.bytes("CT") + vector.bytes("Tag")
        var cipher = try AEADCipher(.aes256GCM, key: Secret(copying: try vector.bytes("Key")))
        var plaintext = [UInt8](repeating: 0, count: sealed.count - 16)
        guard vector.fields["FAIL"] == nil else {
            #expect(throws: CryptographyError(.authenticationFailed, operation: "", reason: "")) {
                try cipher.open(sealed, nonce: nonce, aad: aad, into: &plaintext)
            }
            return
        }
        try cipher.open(sealed, nonce: nonce, aad: aad, into: &plaintext)
        #expect(try plaintext == vector.bytes("PT"))
        #expect(try cipher.sealed(plaintext, nonce: nonce, aad: aad) == sealed)
    }
}
