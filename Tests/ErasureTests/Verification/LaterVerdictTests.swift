import Testing

@testable import Erasure

@Suite("A later reading tells what was written after the erasure from what was never erased")
struct LaterVerdictTests {
    struct Story: Sendable, CustomTestStringConvertible {
        let name: String
        let verdict: LaterVerdict
        let change: @Sendable (ZooDevice, _ passes: [[UInt8]]) -> Void
        var testDescription: String { name }
    }

    private static let size = 512 * 1_500

    static let stories: [Story] = [
        Story(name: "nothing", verdict: .erased) { _, _ in },
        Story(name: "a partition table", verdict: .writtenAfterErasure) { device, _ in
            device.medium.replaceSubrange(0..<512, with: [UInt8](repeating: 0xEB, count: 512))
        },
        Story(name: "half the device in use again", verdict: .notErased) { device, _ in
            device.medium.replaceSubrange(0..<size / 2, with: [UInt8](repeating: 0xEB, count: size / 2))
        },
        Story(name: "one sector of an earlier pass", verdict: .notErased) { device, passes in
            device.medium.replaceSubrange(5_120..<5_632, with: passes[0][5_120..<5_632])
        },
        Story(name: "another device, never erased", verdict: .notErased) { device, _ in
            device.medium = ZooDevice(size: size).medium
        },
    ]

    @Test("each story", arguments: stories)
    func verdict(_ story: Story) throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern-zero")))
        let device = ZooDevice(size: Self.size)
        let laboratory = Laboratory()
        let state = try laboratory.run(device, method).state
        let passes = try method.passes.map { try Laboratory.contents($0.filling, size: Self.size) }
        story.change(device, passes)
        let writes = device.writes
        let reader = PassReader(device, laboratory.surroundings)
        let result = try #require(try reader.verify(state.laterRequest(.full, seed: 7)))
        #expect(LaterVerdict(result) == story.verdict)
        #expect(device.writes == writes)
    }

    @Test("what cannot be read is neither erased nor written")
    func unreadable() throws {
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let good = ZooDevice(size: Self.size)
        let state = try Laboratory().run(good, method).state
        let device = BadSectorDevice(size: Self.size, unreadable: [3])
        device.medium = good.medium
        let result = try #require(
            try PassReader(device, Laboratory().surroundings).verify(state.laterRequest(.full, seed: 7)))
        #expect(LaterVerdict(result) == .unreadable)
    }
}
