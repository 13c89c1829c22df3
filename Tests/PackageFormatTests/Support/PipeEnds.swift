import Foundation
import Synchronization
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

/// A pipe that is read only when the test wants.
final class Pipe: Sendable {
    let input: Descriptor
    private let output: Mutex<Descriptor?>

    init() throws {
        let ends = try makePipe()
        input = Descriptor(takingOwnershipOf: ends.read)
        output = Mutex(Descriptor(takingOwnershipOf: ends.write))
    }

    /// The end to write to, once.
    func takeOutput() throws -> Descriptor {
        guard let end = output.withLock({ $0.take() }) else { throw TestSupportError("the end was taken") }
        return end
    }

    /// Bytes that were written and not read.
    func waiting() throws -> Int {
        try input.withNumber { number in
            var count: Int32 = 0
            guard ioctl(number, UInt(FIONREAD), &count) == 0 else { throw TestSupportError("ioctl: \(errno)") }
            return Int(count)
        }
    }
}

/// Work on another thread, to be waited for.
final class BackgroundThread: Sendable {
    private let ended = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [ended] in
            body()
            ended.signal()
        }
    }

    func join() { ended.wait() }
}

private func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw TestSupportError("pipe: \(errno)") }
    return (ends[0], ends[1])
}
