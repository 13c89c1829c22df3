import TestSupport
import Testing

@testable import Cryptography

@Suite(
    "HPKE interoperates with two Python implementations",
    .enabled(if: PythonInterpreter.isRequired, "\(PythonInterpreter.reason)"))
struct HPKEInteroperationTests {
    /// Arguments: seal or open, mechanism, AEAD, info, key (SPKI or PKCS#8), enc ‖ message. Output: hexadecimal.
    static let cryptography = """
        import sys
        from cryptography.hazmat.primitives import hpke, serialization as s
        verb, kem, aead = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        info, key, message = (bytes.fromhex(a) for a in sys.argv[4:7])
        K, A = hpke.KEM, hpke.AEAD
        suite = hpke.Suite({16: K.P256, 17: K.P384, 18: K.P521}[kem],
            {16: hpke.KDF.HKDF_SHA256, 17: hpke.KDF.HKDF_SHA384, 18: hpke.KDF.HKDF_SHA512}[kem],
            {2: A.AES_256_GCM, 3: A.CHACHA20_POLY1305}[aead])
        if verb == "seal":
            print(suite.encrypt(message, s.load_der_public_key(key), info).hex())
        else:
            print(suite.decrypt(message, s.load_der_private_key(key, None), info).hex())
        """

    /// The same arguments.
    static let pyhpke = """
        import sys
        from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey
        from cryptography.hazmat.primitives import serialization as s
        verb, kem, aead = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        info, key, message = (bytes.fromhex(a) for a in sys.argv[4:7])
        suite = CipherSuite.new(KEMId(kem), KDFId(kem - 15), AEADId(aead))
        if verb == "seal":
            enc, context = suite.create_sender_context(KEMKey.from_pyca_cryptography_key(s.load_der_public_key(key)), info)
            print((enc + context.seal(message)).hex())
        else:
            size = {16: 65, 17: 97, 18: 133}[kem]
            private = KEMKey.from_pyca_cryptography_key(s.load_der_private_key(key, None))
            context = suite.create_recipient_context(message[:size], private, info)
            print(context.open(message[size:]).hex())
        """

    static let programs = ["cryptography": cryptography, "pyhpke": pyhpke]
    static let info = Array("fubako/v1 test".utf8)
    static let plaintext = [UInt8](0..<32)

    @Test(
        "what they seal opens here, and what is sealed here opens there", arguments: KEM.allCases,
        programs.keys.sorted())
    func interoperates(_ kem: KEM, _ name: String) throws {
        let program = try #require(Self.programs[name])
        let key = try PrivateKey.generate(kem.keyType)
        for aead in AEAD.allCases {
            let suite = ["\(kem.rawValue)", "\(aead.hpkeID)", Self.info.hex]
            let theirs = try PythonInterpreter.run(
                program, ["seal"] + suite + [key.publicKey.spki.hex, Self.plaintext.hex])
            let message = try #require([UInt8](hex: theirs))
            let size = kem.encapsulatedKeySize
            let opened = try HPKE.open(
                with: key, encapsulatedKey: Array(message.prefix(size)), aead: aead, info: Self.info, aad: [],
                Array(message.dropFirst(size)))
            let same = opened.equalsInConstantTime(Secret(copying: Self.plaintext))
            #expect(same)

            let sealed = try HPKE.seal(
                to: key.publicKey, aead: aead, info: Self.info, aad: [], Secret(copying: Self.plaintext))
            let ours = sealed.encapsulatedKey + sealed.ciphertext
            let pkcs8 = try key.unencryptedPKCS8ForTests().hex
            #expect(try PythonInterpreter.run(program, ["open"] + suite + [pkcs8, ours.hex]) == Self.plaintext.hex)
        }
    }
}
