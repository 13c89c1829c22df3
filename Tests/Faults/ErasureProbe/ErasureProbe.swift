import Erasure
import Glibc
import SystemIO

/// A small program that begins a run or takes it up again, for tests that kill it, and measures the engine.
///
/// Usage: erasure-probe run DEVICE JOURNAL METHOD SEED
///        erasure-probe measure DEVICE[,DEVICE...] ROUNDS WORKERS KIBIBYTES
@main
enum ErasureProbe {
    static func main() {
        let arguments = CommandLine.arguments
        do throws(ErasureError) {
            switch (arguments.dropFirst().first, arguments.count) {
            case ("run", 6): try run(arguments[2], arguments[3], arguments[4], seed: arguments[5])
            case ("measure", 6):
                guard let rounds = Int(arguments[3]), let workers = Int(arguments[4]), let block = Int(arguments[5])
                else { exit(2) }
                let devices = arguments[2].split(separator: ",").map(String.init)
                let settings = RunSettings(blockSize: block << 10, workers: workers)
                try Measurement(devices, settings).run(rounds: rounds)
            default: exit(2)
            }
        } catch {
            print(error)
            exit(1)
        }
    }

    /// Keys and characters follow from the seed, so that a test knows them.
    private static func run(
        _ device: String, _ journal: String, _ method: String, seed: String
    ) throws(ErasureError) {
        guard let method = Method.named(method), let seed = UInt8(seed) else { exit(2) }
        let device = try KernelDevice(Path(device), for: .writing)
        let journal = try openJournal(Path(journal))
        let settings = RunSettings(
            blockSize: 65_536, workers: 2, checkpointBytes: 1 << 18, regionBytes: 1 << 19)
        let run = ErasureRun(device, journal, RunSurroundings(settings: settings, gate: { nil }))
        let outcome: ErasureRun.Outcome
        if journal.records.isEmpty {
            var drawn = seed
            let resolved = try method.resolve { count throws(ErasureError) in
                drawn &+= 1
                return [UInt8](repeating: drawn, count: count)
            }
            outcome = try run.start(
                RunHeader(
                    runID: [UInt8](repeating: seed, count: RunHeader.runIDSize), device: [], plan: [],
                    size: device.size, sectorSize: device.sectorSize, method: resolved, software: "erasure-probe",
                    bootID: "boot"))
        } else {
            outcome = try run.resume(bootID: "boot", isIdentityStrong: true)
        }
        print(outcome)
        print(StatusVerdict.derive(from: journal.records).status)
    }

    private static func openJournal(_ path: Path) throws(ErasureError) -> Journal {
        let storage: JournalFile
        do { storage = try JournalFile.open(path) } catch {
            guard error.system?.code == .notFound else { throw error }
            return try Journal.create(in: try JournalFile.create(path), seal: nil)
        }
        return try Journal.open(storage, seal: nil)
    }
}
