import Testing

@testable import Erasure

/// A device that lies or fails, and what must be found out about it.
struct Exhibit: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable () -> ZooDevice
    /// Whether one of the reasons is the right one.
    let isNamed: @Sendable (StatusReason) -> Bool
    var testDescription: String { name }

    init(
        _ name: String, named isNamed: @escaping @Sendable (StatusReason) -> Bool,
        _ make: @escaping @Sendable () -> ZooDevice
    ) {
        self.name = name
        self.make = make
        self.isNamed = isNamed
    }
}

@Suite("No device of the zoo is certified, whatever the method")
struct ZooTests {
    private static let size = Laboratory.size

    private static func isMismatch(_ kinds: MismatchKind...) -> @Sendable (StatusReason) -> Bool {
        { if case .mismatch(_, let kind, _) = $0 { kinds.contains(kind) } else { false } }
    }

    static let exhibits: [Exhibit] = [
        Exhibit("half its size, addresses fold", named: { $0 == .folds(at: UInt64(size / 2)) }) {
            WrappingDevice(size: size, modulus: size / 2)
        },
        Exhibit("addresses fold at no power of two", named: { $0 == .folds(at: 512 * 397) }) {
            WrappingDevice(size: size, modulus: 512 * 397)
        },
        Exhibit("drops what lies beyond its size, reads zeros", named: isMismatch(.dropped, .stale)) {
            DroppingDevice(size: size, real: size / 3, filler: 0)
        },
        Exhibit("drops what lies beyond its size, reads FF", named: isMismatch(.dropped, .stale)) {
            DroppingDevice(size: size, real: size / 3, filler: 0xFF)
        },
        Exhibit("drops what lies beyond its size, reads old data", named: isMismatch(.dropped)) {
            DroppingDevice(size: size, real: size / 3, filler: nil)
        },
        Exhibit("drops one sector", named: isMismatch(.dropped)) {
            ForgetfulDevice(size: size, sectors: [700], firstPass: 0)
        },
        Exhibit("sectors that cannot be written", named: { if case .unwritten(_, 2_048) = $0 { true } else { false } })
        {
            BadSectorDevice(size: size, unwritable: [3, 4, 5, 900])
        },
        Exhibit("sectors that cannot be read", named: isMismatch(.unreadable)) {
            BadSectorDevice(size: size, unreadable: [0, 511])
        },
        Exhibit("too many bad sectors", named: { $0 == .gaveUp(.tooManyBadSectors) }) {
            BadSectorDevice(size: size, unwritable: Set(100..<200))
        },
        Exhibit("turns bits over", named: isMismatch(.flipped)) {
            FlippingDevice(size: size, sectors: [17, 800])
        },
        Exhibit("answers from its cache for what it never stored", named: isMismatch(.dropped)) {
            StaleCacheDevice(size: size, lost: [5, 1_000], capacity: 200)
        },
        Exhibit(
            "puts other sectors in place of bad ones", named: { if case .replacedSectors = $0 { true } else { false } }
        ) {
            RemappingDevice(size: size, sectors: [12, 600])
        },
        Exhibit("cannot empty its cache", named: { $0 == .gaveUp(.flushFails) }) {
            FailingFlushDevice(size: size, failures: 100)
        },
        Exhibit("is pulled out", named: { $0 == .paused(.deviceLost) }) {
            VanishingDevice(size: size, after: 100_000, end: .gone)
        },
        Exhibit("is pulled out and answers as if every sector were bad", named: { $0 == .paused(.deviceLost) }) {
            VanishingDevice(size: size, after: 100_000, end: .errors)
        },
        Exhibit("becomes write-protected", named: { $0 == .paused(.writeProtected) }) {
            VanishingDevice(size: size, after: 100_000, end: .writeProtected)
        },
        Exhibit("changes its size", named: { $0 == .paused(.deviceLost) }) {
            VanishingDevice(size: size, after: 100_000, end: .resized)
        },
    ]

    @Test("found, named, and not certified", arguments: exhibits, Method.builtIn.map(\.name))
    func found(_ exhibit: Exhibit, _ name: String) throws {
        let device = exhibit.make()
        let result = try Laboratory().run(device, try Laboratory.resolved(try #require(Method.named(name))))
        #expect(!result.verdict.status.isCertifiable)
        #expect(result.verdict.reasons.contains(where: exhibit.isNamed), "\(result.verdict)")
    }

    @Test("every exhibit stands in the table")
    func count() { #expect(Self.exhibits.count == 17) }
}
