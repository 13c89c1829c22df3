import Glibc
import Synchronization
import Testing

@testable import SystemIO

@Suite("Workers share positions, keep order where asked, and report one error")
struct WorkerTests {
    struct Failure: Error, Equatable { let position: UInt64 }

    @Test("every position is worked on exactly once", arguments: [1, 2, 7])
    func positions(_ workers: Int) throws {
        let sum = Atomic<UInt64>(0)
        let counter = PositionCounter(total: 1_000)
        try runPositions(counter, workers: workers) { _ throws(Failure) in
            0
        } _: {
            (_: inout Int, position) throws(Failure) in
            sum.wrappingAdd(position, ordering: .relaxed)
        }
        #expect(sum.load(ordering: .relaxed) == 499_500)
        #expect(counter.next() == nil)
    }

    @Test("the error of the lowest position wins, and no position starts after it is known")
    func lowestError() {
        let counter = PositionCounter()
        #expect(throws: Failure(position: 10)) {
            try runPositions(counter, workers: 4) { _ throws(Failure) in
                0
            } _: {
                (_: inout Int, position) throws(Failure) in
                if position == 10 { usleep(20_000) }
                if position >= 10 { throw Failure(position: position) }
            }
        }
        #expect(counter.next() == nil)
    }

    @Test("an error of making a context ends the work")
    func contextError() {
        let counter = PositionCounter(total: 10)
        #expect(throws: Failure(position: 99)) {
            try runPositions(counter, workers: 1) { _ throws(Failure) -> Int in
                throw Failure(position: 99)
            } _: {
                (_: inout Int, _) throws(Failure) in
            }
        }
        #expect(counter.next() == nil)
    }

    @Test("workers without positions report an error and are all joined")
    func plainWorkers() {
        let ended = Atomic<Int>(0)
        #expect(throws: Failure(position: 3)) {
            try runWorkers(4) { worker throws(Failure) in
                ended.wrappingAdd(1, ordering: .relaxed)
                if worker == 3 { throw Failure(position: 3) }
            }
        }
        #expect(ended.load(ordering: .relaxed) == 4)
    }

    @Test("a descriptor is lent to all workers")
    func descriptor() throws {
        let folder = try TemporaryFolder()
        let descriptor = try Descriptor.open(try folder.write("a"), .readWrite)
        let counter = PositionCounter(total: 64)
        try runWorkers(4) { _ throws(SystemError) in
            while let position = counter.next() { try descriptor.writeFully([UInt8(position)], at: position) }
        }
        #expect(try descriptor.readFully(count: 64, at: 0) == Array(0..<64))
    }

    @Test("turns come in order")
    func turns() {
        let turns = OrderedTurns()
        let counter = PositionCounter(total: 500)
        let order = Mutex<[UInt64]>([])
        runWorkers(4) { _ in
            while let position = counter.next() {
                #expect(turns.take(position))
                order.withLock { $0.append(position) }
                turns.done()
            }
        }
        #expect(order.withLock { $0 } == Array(0..<500))
        #expect(!turns.take(3))
    }

    @Test("cancelling ends all waiting")
    func cancelledTurns() {
        let turns = OrderedTurns()
        let refused = Atomic<Int>(0)
        runWorkers(3) { worker in
            if worker == 0 {
                usleep(5_000)
                turns.cancel()
            } else if !turns.take(UInt64(worker)) {
                refused.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(refused.load(ordering: .relaxed) == 2)
        #expect(!turns.take(0))
    }

    @Test("there are 1 to 16 workers") func defaultCount() { #expect((1...16).contains(defaultWorkerCount)) }
}
