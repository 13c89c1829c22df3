/// What a run is given besides its device, its method and its journal.
package struct RunSurroundings: Sendable {
    /// How it is carried out.
    package let settings: RunSettings
    /// Who may ask it to pause.
    package let control: RunControl
    /// Where it shows how far it is.
    package let progress: RunProgress
    /// What it reads the time from.
    package let clock: any RunClock
    /// Asked at every checkpoint: the words of why the device must not be written to any more, or nil.
    package let gate: @Sendable () -> String?
    /// Gives as many random bytes as it is asked for, for the order of reading.
    package let random: @Sendable (Int) throws(ErasureError) -> [UInt8]

    /// Everything has an ordinary value; a gate that always lets through is for tests only.
    package init(
        settings: RunSettings = RunSettings(), control: RunControl = RunControl(),
        progress: RunProgress = RunProgress(), clock: any RunClock = KernelClock(),
        gate: @escaping @Sendable () -> String?,
        random: @escaping @Sendable (Int) throws(ErasureError) -> [UInt8] = drawnBytes
    ) {
        self.settings = settings
        self.control = control
        self.progress = progress
        self.clock = clock
        self.gate = gate
        self.random = random
    }
}
