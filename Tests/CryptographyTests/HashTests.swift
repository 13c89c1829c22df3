import TestSupport
import Testing

@testable import Cryptography

@Suite("Hashing")
struct HashTests {
    /// The digests of "abc": FIPS 180-4 examples, and NIST's SHA3 examples.
    static let ofABC: [(HashAlgorithm, String)] = [
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            """
            ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
            2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
            """
        ),
        (.sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        (
            .sha3_384,
            "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25"
        ),
        (
            .sha3_512,
            """
            b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e
            10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0
            """
        ),
    ]

    @Test("a message in parts has the digest of the whole, again and again", arguments: HashAlgorithm.allCases)
    func parts(_ algorithm: HashAlgorithm) throws {
        var hasher = try Hasher(algorithm)
        for sizes in [(0, 0), (1, 0), (0, 3), (1, 32), (1, 400), (64, 64)] {
            let parts = [sizes.0, sizes.1].map { [UInt8](repeating: UInt8($0 & 0xFF), count: $0) }
            var digest = [UInt8](repeating: 0, count: algorithm.digestSize)
            try parts[0].withRawBytes { (first) throws(CryptographyError) in
                try parts[1].withRawBytes { (second) throws(CryptographyError) in
                    try digest.withMutableRawBytes { (room) throws(CryptographyError) in
                        try hasher.digest(first, second, into: room)
                    }
                }
            }
            #expect(try digest == hash(algorithm, parts.flatMap(\.self)))
        }
    }

    @Test("a series of HMACs gives what single ones give, for keys up to a block", arguments: HashAlgorithm.allCases)
    func series(_ algorithm: HashAlgorithm) throws {
        var series = try HMACSeries(algorithm)
        for (keySize, size) in [(0, 0), (1, 5), (32, 13), (32, 500), (algorithm.blockSize, 64)] {
            let key = (0..<keySize).map { UInt8($0 & 0xFF) }
            let message = [UInt8](repeating: 0xA5, count: size)
            var code = [UInt8](repeating: 0, count: algorithm.digestSize)
            try authenticate(&series, key, message, &code)
            #expect(try HMAC.isValid(code, algorithm, key: Secret(copying: key), message))
            try authenticate(&series, key, message, &code, cut: 3)
            #expect(try HMAC.isValid(code, algorithm, key: Secret(copying: key), message))
        }
        var code = [UInt8](repeating: 0, count: algorithm.digestSize)
        let long = [UInt8](repeating: 1, count: algorithm.blockSize + 1)
        #expect(throws: CryptographyError.self) { try authenticate(&series, long, [], &code) }
    }

    private func authenticate(
        _ series: inout HMACSeries, _ key: [UInt8], _ message: [UInt8], _ code: inout [UInt8], cut: Int = 0
    ) throws(CryptographyError) {
        try key.withRawBytes { (key) throws(CryptographyError) in
            try message.withRawBytes { (message) throws(CryptographyError) in
                try code.withMutableRawBytes { (code) throws(CryptographyError) in
                    // One byte, so many, and the rest.
                    let (one, two) = (min(1, cut, message.count), min(cut, message.count))
                    try series.authenticate(
                        UnsafeRawBufferPointer(rebasing: message[..<one]),
                        UnsafeRawBufferPointer(rebasing: message[one..<two]),
                        UnsafeRawBufferPointer(rebasing: message[two...]), key: key, into: code)
                }
            }
        }
    }

    @Test("every algorithm gives its published digest", arguments: ofABC)
    func published(_ algorithm: HashAlgorithm, _ digest: String) throws {
        #expect(Self.ofABC.count == HashAlgorithm.allCases.count)
        #expect(try hash(algorithm, Array("abc".utf8)) == [UInt8](hex: digest))
    }

    @Test("a hasher starts over after finishing", arguments: HashAlgorithm.allCases)
    func startsOver(_ algorithm: HashAlgorithm) throws {
        var hasher = try Hasher(algorithm)
        try hasher.update(Array("a".utf8))
        try hasher.update(Array("bc".utf8))
        let first = try hasher.finish()
        #expect(first == (try hash(algorithm, Array("abc".utf8))))
        #expect(try hasher.finish() == (try hash(algorithm, [])))
    }

    @Test("a digest is only written to room of its size")
    func exactRoom() throws {
        var hasher = try Hasher(.sha256)
        var short = [UInt8](repeating: 0, count: 31)
        #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) {
            try short.withMutableRawBytes { (room) throws(CryptographyError) in try hasher.finish(into: room) }
        }
    }
}
