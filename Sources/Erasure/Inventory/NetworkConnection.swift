import SystemIO

/// A network that a block device is reached over.
package struct NetworkConnection: Hashable, Sendable {
    /// Which protocol.
    package enum Kind: String, Sendable {
        case iSCSI = "iSCSI"
        case fibreChannel = "Fibre Channel"
        case nvmeOverFabrics = "NVMe over Fabrics"
        case networkBlockDevice = "NBD"
        case ceph = "Ceph"
        case drbd = "DRBD"
        case ataOverEthernet = "ATA over Ethernet"
        /// Served by a program of this machine, from wherever.
        case userspace = "ublk"
    }

    /// Which protocol.
    package let kind: Kind
    /// What takes the device off this host; nil where there is no such command.
    package let disconnect: ReleaseCommand?

    /// - Returns: nil for a device of this machine.
    init?(_ node: BlockNode, _ roots: SystemRoots) {
        let components = node.folder.string.split(separator: "/").map(String.init)
        if let found = Self.byName(node.name) {
            self = found
        } else if let session = components.first(where: { $0.hasPrefix("session") && Int($0.dropFirst(7)) != nil }) {
            kind = .iSCSI
            let number = String(session.dropFirst(7))
            disconnect = ReleaseCommand("iscsiadm", "--mode", "session", "--sid", number, "--logout")
        } else if components.contains(where: { $0.hasPrefix("rport-") }) {
            kind = .fibreChannel
            disconnect = .stop("/sys/class/block/\(node.name)/device/delete")
        } else if Self.isFabric(node, roots) {
            kind = .nvmeOverFabrics
            let name = roots.text(node.folder.appending("device/subsysnqn"))
            disconnect = name.map { ReleaseCommand("nvme", "disconnect", "--nqn", $0) }
        } else {
            return nil
        }
    }

    private init(_ kind: Kind, _ disconnect: ReleaseCommand?) {
        self.kind = kind
        self.disconnect = disconnect
    }

    private static func byName(_ name: String) -> NetworkConnection? {
        let node = "/dev/\(BlockNode.nodeName(name))"
        if name.hasPrefix("nbd") { return Self(.networkBlockDevice, ReleaseCommand("nbd-client", "-d", node)) }
        if name.hasPrefix("rbd") { return Self(.ceph, ReleaseCommand("rbd", "device", "unmap", node)) }
        if name.hasPrefix("drbd") { return Self(.drbd, ReleaseCommand("drbdadm", "down", node)) }
        if name.hasPrefix("etherd!") {
            return Self(.ataOverEthernet, ReleaseCommand("aoe-flush", String(name.dropFirst(7))))
        }
        if name.hasPrefix("ublkb") {
            return Self(.userspace, ReleaseCommand("ublk", "del", "-n", String(name.dropFirst(5))))
        }
        return nil
    }

    /// Any controller of an NVMe namespace that is not on this machine's bus.
    private static func isFabric(_ node: BlockNode, _ roots: SystemRoots) -> Bool {
        guard node.name.hasPrefix("nvme") else { return false }
        return NVMeSubsystem.controllers(of: node, roots).contains { controller in
            guard let transport = roots.text(controller.appending("transport")) else { return true }
            return transport != "pcie" && transport != "apple-nvme"
        }
    }
}

/// The controllers that lead to an NVMe namespace.
enum NVMeSubsystem {
    /// Their folders in sysfs: one, or with the kernel's multipathing all of the subsystem.
    static func controllers(of node: BlockNode, _ roots: SystemRoots) -> [Path] {
        guard let parent = roots.resolved(node.folder.appending("device")) else { return [] }
        guard String(decoding: parent.name, as: UTF8.self).hasPrefix("nvme-subsys") else { return [parent] }
        let names = ((try? roots.names(parent)) ?? []).filter { Self.isController($0) }
        return names.compactMap { roots.resolved(parent.appending($0)) }
    }

    /// "nvme" and a number, and not a namespace such as "nvme0n1".
    static func isController(_ name: String) -> Bool { name.hasPrefix("nvme") && Int(name.dropFirst(4)) != nil }
}
