import SystemIO

/// How fast this engine is on a device, against what the device gives: whatever is on it is lost.
///
/// The limit is the same engine at the same depth and block size, writing a constant buffer, and reading without comparing.
package struct EngineMeasurement: Sendable {
    private let device: any BlockDevice
    private let surroundings: RunSurroundings

    /// - Parameter device: open for writing, and of no value.
    package init(_ device: any BlockDevice, _ settings: RunSettings = RunSettings()) {
        self.device = device
        surroundings = RunSurroundings(settings: settings, gate: { nil })
    }

    /// What is measured.
    package enum Work: String, Sendable, CaseIterable {
        /// Writing one constant buffer, the limit of writing.
        case writeConstant = "write constant"
        /// Writing a keyed pass.
        case writeRandom = "write random"
        /// Reading without comparing, the limit of reading back.
        case readOnly = "read only"
        /// Reading a keyed pass back; it was written by ``writeRandom``.
        case verifyRandom = "verify random"
    }

    private static let keyed = Filling.keystream(key: [UInt8](repeating: 0x5A, count: 32))

    /// Does it on the whole device.
    /// - Returns: nanoseconds, flushing included.
    /// - Throws: what the device throws; `mediumError` if something was not written, or is not what was written.
    package func measure(_ work: Work) throws(ErasureError) -> UInt64 {
        try device.dropCaches()
        let start = surroundings.clock.monotonic()
        switch work {
        case .writeConstant: try write(.periodic([0xA5]))
        case .writeRandom: try write(Self.keyed)
        case .readOnly: try read()
        case .verifyRandom: try verify()
        }
        return surroundings.clock.monotonic() - start
    }

    private func write(_ filling: Filling) throws(ErasureError) {
        let writer = try PassWriter(device, filling, surroundings, BadSectorBudget(surroundings.settings))
        var end: UInt64 = 0
        while end < device.size {
            let stretch = writer.write(from: end)
            guard stretch.stop == nil, stretch.places.bad.isEmpty else {
                throw ErasureError(.mediumError, "measure", "the device could not be written", offset: stretch.end)
            }
            try device.flush()
            end = stretch.end
        }
    }

    private func read() throws(ErasureError) {
        let settings = surroundings.settings
        let order = ReadOrder(
            wholeOf: device.size, blockSize: settings.blockSize, regionBytes: settings.regionBytes, seed: 1)
        let counter = BlockCounter(total: order.count)
        try runWorkers(settings.workers) { _ throws(ErasureError) in
            let worker = try ReadWorker(
                device, [Self.keyed], bad: [], surroundings, BadSectorBudget(settings))
            while let position = counter.next() {
                if let extent = order.extent(position) { try worker.read(extent) }
            }
        }
    }

    private func verify() throws(ErasureError) {
        let request = PassReader.Request(pass: 0, written: [Self.keyed], verification: .full, seed: 1)
        let result = try PassReader(device, surroundings).verify(request)
        guard result?.provesEverySector(of: device.size) == true else {
            throw ErasureError(.mediumError, "measure", "the device does not hold what was written")
        }
    }
}
