import TestSupport
import Testing

@testable import Cryptography

@Suite("Ed25519")
struct Ed25519Tests {
    struct Vector: Sendable {
        let seed: String
        let key: String
        let message: String
        let signature: String
    }

    /// RFC 8032, 7.1: TEST 1, 2, 3 and SHA(abc).
    static let vectors = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        Vector(
            seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            key: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
    ]

    private static func key(_ seed: String) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: Secret(copying: #require([UInt8](hex: seed))))
    }

    @Test("makes the signatures of RFC 8032 and accepts no other", arguments: vectors)
    func published(_ vector: Vector) throws {
        #expect(Self.vectors.count == 4)
        let key = try Self.key(vector.seed)
        let message = try #require([UInt8](hex: vector.message))
        let signature = try key.sign(message)
        #expect(key.publicKey.bytes.hex == vector.key)
        #expect(signature.hex == vector.signature)
        #expect(try key.publicKey.verify(signature, of: message))
        #expect(try !key.publicKey.verify(signature, of: message + [0]))
        for bit in 0..<512 {
            var altered = signature
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !key.publicKey.verify(altered, of: message), "bit \(bit)")
        }
        for other in [[], signature.dropLast(), signature + [0]] {
            #expect(try !key.publicKey.verify(Array(other), of: message))
        }
    }

    @Test("the scalar S must be below the order, so that there is one signature only")
    func malleability() throws {
        let vector = Self.vectors[0]
        var signature = try #require([UInt8](hex: vector.signature))
        // 2^252 + 27742317777372353535851937790883648493, little endian.
        let order = try #require([UInt8](hex: "edd3f55c1a631258d69cf7a2def9de14" + "00000000000000000000000000000010"))
        var carry = 0
        for place in 0..<32 {
            carry += Int(signature[32 + place]) + Int(order[place])
            signature[32 + place] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        #expect(try !Self.key(vector.seed).publicKey.verify(signature, of: []))
    }

    /// y of the points of small order, with both signs of x, and of encodings beyond the prime.
    static let refused = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00",
    ]

    @Test("points of small order, encodings that are not canonical and other lengths are no keys", arguments: refused)
    func badKeys(_ hex: String) throws {
        #expect(Self.refused.count == 15)
        let bytes = try #require([UInt8](hex: hex))
        let expected = CryptographyError(.invalidKey, operation: "", reason: "")
        #expect(throws: expected) { try Ed25519PublicKey(bytes) }
    }

    @Test("a key of its own verifies what it signs, and differs from the next one")
    func generation() throws {
        let key = try Ed25519PrivateKey.generate()
        let other = try Ed25519PrivateKey.generate()
        #expect(try key.publicKey.verify(key.sign([1, 2, 3]), of: [1, 2, 3]))
        #expect(try !other.publicKey.verify(key.sign([1, 2, 3]), of: [1, 2, 3]))
        #expect(key.publicKey != other.publicKey)
    }
}

@Suite("Private keys of Ed25519 in files")
struct Ed25519FileTests {
    /// RFC 8410, 10.3.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """

    private static func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

    @Test("the example of RFC 8410 is read, and written again as it was")
    func example() throws {
        let key = try Ed25519PrivateKey(unencryptedPKCS8PEM: Self.secret(Self.pem))
        // RFC 8410, 10.1.
        #expect(key.publicKey.bytes.hex == "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
        #expect(try key.unencryptedPKCS8PEM().equalsInConstantTime(Self.secret(Self.pem)))
        let again = try Ed25519PrivateKey(unencryptedPKCS8: key.unencryptedPKCS8())
        #expect(again.publicKey == key.publicKey)
    }

    @Test("a file that openssl(1) reads has the same public half")
    func openssl() throws {
        let folder = try TemporaryFolder()
        let key = try Ed25519PrivateKey.generate()
        let text = try key.unencryptedPKCS8PEM().withUnsafeBytes { Array($0) }
        let path = try folder.write(text, to: "key.pem")
        let output = try run("openssl", ["pkey", "-in", path, "-pubout", "-outform", "DER"]).output
        #expect(output.suffix(32).elementsEqual(key.publicKey.bytes))
    }

    static let bad = [
        "", String(pem.dropLast()), pem + "\n", " " + pem, pem.replacing("\n", with: "\r\n"),
        pem.replacing("PRIVATE", with: "ENCRYPTED"), pem.replacing("MC4CAQAw", with: "MC4CAQEw"),
        pem.replacing("BQYDK2Vw", with: "BQYDK2Vx"), pem.replacing("EdVhC", with: "EdVh="),
        pem.replacing("EdVhC", with: "EdVh*"), pem.replacing("EdVhC", with: "EdVh"),
    ]

    @Test("anything else is refused", arguments: bad)
    func refused(_ text: String) {
        #expect(Self.bad.count == 11)
        let expected = CryptographyError(.malformed, operation: "", reason: "")
        #expect(throws: expected) { _ = try Ed25519PrivateKey(unencryptedPKCS8PEM: Self.secret(text)) }
    }
}
