import Testing

@testable import Erasure

@Suite("Errors of erasing")
struct ErasureErrorTests {
    @Test("two errors are the same if what and where are")
    func equality() {
        let first = ErasureError(.mediumError, "pread", "Input/output error", path: "/dev/sdx", offset: 512)
        #expect(first == ErasureError(.mediumError, "read", "another reason", path: "/dev/sdx", offset: 512))
        #expect(first != ErasureError(.mediumError, "pread", "Input/output error", path: "/dev/sdx", offset: 1_024))
        #expect(first != ErasureError(.deviceLost, "pread", "Input/output error", path: "/dev/sdx", offset: 512))
    }
}
