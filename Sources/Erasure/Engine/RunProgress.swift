import Synchronization

/// How far a run is, for whoever shows it: read at any moment, from any thread, without holding anybody up.
package final class RunProgress: Sendable {
    private let currentPass = Atomic<Int>(0)
    private let verifies = Atomic<Bool>(false)
    private let done = Atomic<UInt64>(0)
    private let total = Atomic<UInt64>(0)
    private let everything = Atomic<UInt64>(0)
    private let bad = Atomic<UInt64>(0)

    /// Nothing done yet.
    package init() {}

    /// One moment of a run. Its fields are read one after the other: a display, not evidence.
    package struct Moment: Hashable, Sendable {
        /// The pass, from 0.
        package let pass: Int
        /// Whether it is being read back.
        package let isVerifying: Bool
        /// Bytes written or read in this step.
        package let done: UInt64
        /// Bytes of this step.
        package let total: UInt64
        /// Bytes written and read since the process began this run: its growth over a time is the rate.
        package let everything: UInt64
        /// Sectors that could not be written or read.
        package let badSectors: UInt64
    }

    /// Where the run is now.
    package var moment: Moment {
        Moment(
            pass: currentPass.load(ordering: .relaxed), isVerifying: verifies.load(ordering: .relaxed),
            done: done.load(ordering: .relaxed), total: total.load(ordering: .relaxed),
            everything: everything.load(ordering: .relaxed), badSectors: bad.load(ordering: .relaxed))
    }

    func begin(pass: Int, verifying: Bool, done start: UInt64, of bytes: UInt64) {
        currentPass.store(pass, ordering: .relaxed)
        verifies.store(verifying, ordering: .relaxed)
        total.store(bytes, ordering: .relaxed)
        done.store(start, ordering: .relaxed)
    }

    func add(_ bytes: UInt64) {
        done.wrappingAdd(bytes, ordering: .relaxed)
        everything.wrappingAdd(bytes, ordering: .relaxed)
    }

    func addBadSectors(_ count: UInt64) { bad.wrappingAdd(count, ordering: .relaxed) }
}
