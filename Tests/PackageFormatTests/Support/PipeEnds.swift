import Foundation
import SystemIO
import TestSupport

/// Gathers what is written into a pipe, on a thread of its own.
final class PipeReader: @unchecked Sendable {
    // Sendable: `bytes` is written by the thread only, and read after it has ended.
    private var bytes: [UInt8] = []
    private let ended = DispatchSemaphore(value: 0)

    /// - Returns: the end to write to.
    func start() throws -> Descriptor {
        let ends = try makePipe()
        Thread.detachNewThread { [self] in
            let handle = FileHandle(fileDescriptor: ends.read, closeOnDealloc: true)
            bytes = [UInt8](handle.readDataToEndOfFile())
            ended.signal()
        }
        return Descriptor(takingOwnershipOf: ends.write)
    }

    /// Everything that was written, once all ends for writing are closed.
    func finish() -> [UInt8] {
        ended.wait()
        return bytes
    }
}

/// A pipe that gives `bytes`, in parts of odd lengths, and ends.
func pipe(giving bytes: [UInt8]) throws -> Descriptor {
    let ends = try makePipe()
    Thread.detachNewThread {
        let handle = FileHandle(fileDescriptor: ends.write, closeOnDealloc: true)
        for start in stride(from: 0, to: bytes.count, by: 4_099) {
            try? handle.write(contentsOf: Data(bytes[start..<min(bytes.count, start + 4_099)]))
        }
    }
    return Descriptor(takingOwnershipOf: ends.read)
}

private func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw TestSupportError("pipe: \(errno)") }
    return (ends[0], ends[1])
}
