import Testing

@testable import PackageFormat

@Suite("Zero bytes")
struct ZeroBytesTests {
    private static let longest = 200
    private static let alignments = 64

    @Test("No bytes are all zero")
    func none() {
        #expect(UnsafeRawBufferPointer(start: nil, count: 0).isZero)
        let isZero = [UInt8]().withUnsafeBytes { $0.isZero }
        #expect(isZero)
    }

    @Test("Zeros are all zero at every alignment and length, whatever surrounds them", arguments: 0..<alignments)
    func zeros(alignment: Int) {
        for count in 0...Self.longest {
            #expect(Self.isZero(alignment, count, setting: nil), "\(count) bytes")
        }
    }

    @Test("One byte that is not zero is found at every place, alignment and length", arguments: 0..<alignments)
    func oneByte(alignment: Int) {
        for count in 1...Self.longest {
            let missed = (0..<count).filter { Self.isZero(alignment, count, setting: $0) }
            #expect(missed.isEmpty, "\(count) bytes, places \(missed)")
        }
    }

    /// The same byte everywhere is not zero either.
    @Test("Bytes that are equal but not zero are not all zero", arguments: [1, 0x80, 0xFF] as [UInt8])
    func equal(byte: UInt8) {
        for count in 1...Self.longest {
            let isZero = [UInt8](repeating: byte, count: count).withUnsafeBytes { $0.isZero }
            #expect(!isZero, "\(count) bytes")
        }
    }

    /// `count` zeros at an alignment, between bytes that are not zero.
    private static func isZero(_ alignment: Int, _ count: Int, setting place: Int?) -> Bool {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: alignment + count + 1, alignment: alignments)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0xFF)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[alignment..<alignment + count])
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        if let place { bytes[place] = 1 }
        return UnsafeRawBufferPointer(bytes).isZero
    }
}
