import Erasure
import Glibc
import SystemIO

/// Measures the engine on devices that hold nothing of value, all at once.
struct Measurement {
    private let measurements: [EngineMeasurement]
    private let bytes: UInt64

    init(_ paths: [String], _ settings: RunSettings) throws(ErasureError) {
        var measurements: [EngineMeasurement] = []
        var bytes: UInt64 = 0
        for path in paths {
            let device = try KernelDevice(Path(path), for: .writing)
            measurements.append(EngineMeasurement(device, settings))
            bytes += device.size
        }
        self.measurements = measurements
        self.bytes = bytes
    }

    /// Writes a line "WORK SECONDS CPU-SECONDS BYTES" for each work and round; the works of a round take turns.
    func run(rounds: Int) throws(ErasureError) {
        for _ in 0..<rounds {
            for work in EngineMeasurement.Work.allCases {
                let start = KernelClock().monotonic()
                let processor = Self.processorNanoseconds()
                let measurements = measurements
                try runWorkers(measurements.count) { number throws(ErasureError) in
                    _ = try measurements[number].measure(work)
                }
                let name = work.rawValue.split(separator: " ").joined(separator: "-")
                let used = Self.processorNanoseconds() - processor
                print(name, Double(KernelClock().monotonic() - start) / 1e9, Double(used) / 1e9, bytes)
            }
        }
    }

    private static func processorNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
