import SystemIO

/// Whether a disk has to be written in order, zone by zone; queue/zoned of sysfs.
package enum Zoning: String, Sendable {
    /// Anywhere, in any order. Drives that manage their zones themselves say this too.
    case none = "none"
    /// In any order, and slowly so.
    case hostAware = "host-aware"
    /// In order only, each zone reset by a command first.
    case hostManaged = "host-managed"

    init(_ node: BlockNode, _ roots: SystemRoots) {
        let home = node.disk == nil ? node.folder : node.folder.folder
        self = roots.text(home.appending("queue/zoned")).flatMap { Zoning(rawValue: $0) } ?? .none
    }
}
