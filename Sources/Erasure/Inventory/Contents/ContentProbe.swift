internal import CBlkid
import Glibc
import SystemIO

/// Looks for the signatures of everything that libblkid knows. Through one open descriptor, also inside of partitions that the
/// kernel does not know of.
struct ContentProbe: ~Copyable {
    /// A stretch of the device.
    private struct Extent {
        let start: UInt64
        let length: UInt64
        let partition: Int?
    }

    private let probe: blkid_probe

    private init(_ descriptor: borrowing Descriptor, _ extent: Extent, withTable: Bool) throws(ErasureError) {
        guard let probe = blkid_new_probe() else {
            throw ErasureError(.system, "blkid_new_probe", "libblkid has no memory")
        }
        let (start, length) = (Int64(clamping: extent.start), Int64(clamping: extent.length))
        let isSet = descriptor.withNumber { number in
            blkid_probe_set_device(probe, number, start, length) == 0
                && blkid_probe_enable_superblocks(probe, 1) == 0
                && blkid_probe_set_superblocks_flags(probe, Self.wanted) == 0
                && blkid_probe_enable_partitions(probe, withTable ? 1 : 0) == 0
        }
        guard isSet else {
            blkid_free_probe(probe)
            throw ErasureError(.system, "blkid_probe_set_device", "libblkid cannot read the device")
        }
        self.probe = probe
    }

    deinit { blkid_free_probe(probe) }

    private static let wanted = BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID | BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE

    /// Everything on a device, or on a file of its bytes, in the order in which it lies there.
    /// - Parameter size: in bytes.
    static func contents(_ descriptor: borrowing Descriptor, size: UInt64) -> Contents {
        do {
            let whole = Extent(start: 0, length: size, partition: nil)
            var found = try Self(descriptor, whole, withTable: true).contents(whole, descriptor)
            for extent in try partitions(descriptor, size: size) {
                found += try Self(descriptor, extent, withTable: false).contents(extent, descriptor)
            }
            return .found(found)
        } catch { return .unreadable(error.reason) }
    }

    // MARK: Signatures

    /// One after the other, where a device has several: a former filesystem's remains under a new one are shown, too.
    private borrowing func contents(
        _ extent: Extent, _ descriptor: borrowing Descriptor
    ) throws(ErasureError) -> [Content] {
        var found: [Content] = []
        while found.count < Self.limit {
            let result = blkid_do_probe(probe)
            if result == 1 { break }
            guard result == 0 else { throw ErasureError(.system, "blkid_do_probe", "the device cannot be read") }
            if let table = value("PTTYPE") {
                found.append(content(.partitionTable, table, value("PTUUID"), extent, group: nil))
            } else if let type = value("TYPE") {
                let usage = value("USAGE").flatMap { Content.Usage(rawValue: $0) } ?? .other
                found.append(content(usage, type, value("UUID"), extent, group: group(type, extent, descriptor)))
            }
        }
        return found
    }

    /// More signatures than can lie in one place by chance.
    private static let limit = 64

    private borrowing func content(
        _ usage: Content.Usage, _ type: String, _ uuid: String?, _ extent: Extent, group: String?
    ) -> Content {
        Content(
            usage: usage, type: type, label: value("LABEL"), uuid: uuid, group: group, start: extent.start,
            length: extent.length, partition: extent.partition)
    }

    private borrowing func value(_ name: String) -> String? {
        var data: UnsafePointer<CChar>?
        var length = 0
        guard blkid_probe_lookup_value(probe, name, &data, &length) == 0, let data else { return nil }
        let text = String(cString: data).trimmed
        return text.isEmpty ? nil : text
    }

    private borrowing func group(_ type: String, _ extent: Extent, _ descriptor: borrowing Descriptor) -> String? {
        switch type {
        case "LVM2_member": VolumeGroupName.read(descriptor, at: extent.start)
        case "zfs_member", "linux_raid_member": value("LABEL") ?? value("UUID")
        default: nil
        }
    }

    // MARK: Partitions

    /// What the table on the device says, in bytes. Containers of logical partitions are left out.
    private static func partitions(
        _ descriptor: borrowing Descriptor, size: UInt64
    ) throws(ErasureError) -> [Extent] {
        let probe = try Self(descriptor, Extent(start: 0, length: size, partition: nil), withTable: true)
        guard let list = blkid_probe_get_partitions(probe.probe) else { return [] }
        var found: [Extent] = []
        for index in 0..<max(0, blkid_partlist_numof_partitions(list)) {
            guard let partition = blkid_partlist_get_partition(list, index) else { continue }
            let start = UInt64(clamping: blkid_partition_get_start(partition)).multipliedReportingOverflow(by: 512)
            let length = UInt64(clamping: blkid_partition_get_size(partition)).multipliedReportingOverflow(by: 512)
            let (end, overflow) = start.partialValue.addingReportingOverflow(length.partialValue)
            let isInside = !start.overflow && !length.overflow && !overflow && end <= size && length.partialValue > 0
            guard isInside, blkid_partition_is_extended(partition) == 0 else { continue }
            let number = Int(blkid_partition_get_partno(partition))
            found.append(Extent(start: start.partialValue, length: length.partialValue, partition: number))
        }
        return found
    }
}
