import TestSupport
import Testing

@testable import Cryptography

@Suite("The keystream that is addressed by offset")
struct KeystreamTests {
    private static let key = (0..<32).map { UInt8($0 * 7 + 3) }

    private func stream(_ offset: UInt64, _ count: Int) throws -> [UInt8] {
        var stream = try Keystream(key: Self.key)
        var bytes = [UInt8](repeating: 0xEE, count: count)
        try bytes.withMutableRawBytes { buffer throws(CryptographyError) in try stream.fill(buffer, at: offset) }
        return bytes
    }

    @Test("it is what openssl enc makes of zeros", arguments: [0, 16, 65_536, 1_048_560] as [Int])
    func openssl(_ offset: Int) throws {
        let count = 200_003
        let zeros = [UInt8](repeating: 0, count: offset + count)
        let result = try run(
            "openssl", ["enc", "-aes-256-ctr", "-K", Self.key.hex, "-iv", String(repeating: "0", count: 32)],
            input: zeros)
        try #require(result.status == 0, "\(result.errors)")
        let bytes = try stream(UInt64(offset), count)
        #expect(bytes == Array(result.output[offset...]))
    }

    @Test("beyond 2^32 blocks the counter carries as openssl's does")
    func carry() throws {
        let result = try run(
            "openssl",
            ["enc", "-aes-256-ctr", "-K", Self.key.hex, "-iv", "000000000000000000000000fffffffe"],
            input: [UInt8](repeating: 0, count: 160))
        try #require(result.status == 0, "\(result.errors)")
        #expect(try stream(0xFFFF_FFFE * 16, 160) == result.output)
    }

    @Test("an offset inside a block is refused", arguments: [1, 8, 15, 17] as [UInt64])
    func insideBlock(_ offset: UInt64) {
        #expect(throws: CryptographyError(.outOfRange, operation: "", reason: "")) { _ = try stream(offset, 16) }
    }

    @Test("a key has 32 bytes", arguments: [0, 16, 31, 33])
    func keySize(_ count: Int) {
        let key = [UInt8](repeating: 1, count: count)
        #expect(throws: CryptographyError(.invalidKey, operation: "", reason: "")) { _ = try Keystream(key: key) }
        #expect(throws: CryptographyError(.invalidKey, operation: "", reason: "")) {
            _ = try KeystreamLocator(key: key)
        }
    }

    @Test("it is on the recommended list")
    func listed() throws { #expect(try Keystream.listing().name == "AES-256-CTR") }

    @Test("31 bytes give their place away, whatever their alignment", arguments: 0..<33)
    func locates(_ offset: Int) throws {
        let bytes = Array(try stream(0, 128)[offset..<offset + 31])
        var locator = try KeystreamLocator(key: Self.key)
        let found = try bytes.withRawBytes { buffer throws(CryptographyError) in
            try locator.offset(of: buffer, below: 1 << 40)
        }
        #expect(found == UInt64(offset))
    }

    @Test("other bytes have no place, and places beyond the end do not count")
    func foreign() throws {
        var locator = try KeystreamLocator(key: Self.key)
        var randomness = Randomness(seed: 1)
        for bytes in [[UInt8](repeating: 0, count: 512), randomness.bytes(512), try stream(1 << 30, 512)] {
            let found = try bytes.withRawBytes { buffer throws(CryptographyError) in
                try locator.offset(of: buffer, below: 1 << 30)
            }
            #expect(found == nil)
        }
    }
}
