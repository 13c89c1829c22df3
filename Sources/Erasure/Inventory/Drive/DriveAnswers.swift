/// What a drive said when it was asked itself.
struct DriveAnswers: Hashable, Sendable {
    /// Who it is, where it speaks ATA and the way to it passes that on.
    let identity: ATAIdentity?
    /// Its own count of what is wrong with it.
    let counters: DriveCounters?

    /// Asks by what the way to the drive may carry. A medium that can be taken out of a USB device is not asked: sticks have
    /// nothing to say, and some of them stop working at a command that they do not know.
    init(_ queries: some DriveQueries, _ connection: Connection, isRemovable: Bool) {
        switch connection.bus {
        case .nvme:
            identity = nil
            counters = queries.nvmeHealth().flatMap { DriveCounters(nvme: $0) }
        case .ata, .usb, .sas, .scsi:
            let mayAsk = !isRemovable && !connection.isVirtual
            identity = mayAsk ? Self.identity(queries) : nil
            counters = identity == nil ? nil : queries.smartData().flatMap { DriveCounters(smart: $0) }
        default:
            identity = nil
            counters = nil
        }
    }

    /// A bridge that mixes up answers does not give the same one twice.
    private static func identity(_ queries: some DriveQueries) -> ATAIdentity? {
        guard let first = queries.identifyDevice(), let second = queries.identifyDevice(), first == second else {
            return nil
        }
        return ATAIdentity(first)
    }
}
