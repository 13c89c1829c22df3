import Cryptography
import TestSupport
import Testing

@testable import Erasure

@Suite("What a pass puts on a device follows from the offset")
struct FillingTests {
    private static let fillings: [Filling] = [
        .periodic([0x00]), .periodic([0xA5]), .periodic([0x92, 0x49, 0x24]), .periodic(Array(1...16)),
        .keystream(key: [UInt8](repeating: 7, count: 32)),
    ]

    private func bytes(_ filling: Filling, _ range: Range<Int>) throws -> [UInt8] {
        var source = try FillingSource(filling)
        var bytes = [UInt8](repeating: 0xEE, count: range.count)
        try bytes.withMutableRawBytes { buffer throws(ErasureError) in
            try source.fill(buffer, at: UInt64(range.lowerBound))
        }
        return bytes
    }

    @Test("any part is the same as cut from the whole", arguments: fillings)
    func parts(_ filling: Filling) throws {
        let whole = try bytes(filling, 0..<200_000)
        for range in [0..<1, 16..<32, 512..<1_024, 65_520..<131_088, 1_600..<200_000] {
            let part = try bytes(filling, range)
            #expect(part == Array(whole[range]))
        }
    }

    @Test("a period is counted from the start of the device")
    func period() throws {
        #expect(try bytes(.periodic([1, 2, 3]), 16..<24) == [2, 3, 1, 2, 3, 1, 2, 3])
    }

    @Test(
        "a pattern or key of another length is refused",
        arguments: [.periodic([]), .periodic(Array(1...17)), .keystream(key: []), .keystream(key: [1])] as [Filling])
    func refused(_ filling: Filling) {
        #expect(throws: ErasureError(.invalidMethod, "", "")) { _ = try FillingSource(filling) }
    }
}
