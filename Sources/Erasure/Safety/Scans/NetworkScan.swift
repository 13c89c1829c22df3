import SystemIO

/// Whether other hosts may use the device: it is reached over a network, or this host offers it to others.
struct NetworkScan {
    let reach: Reach
    let graph: BlockGraph
    let roots: SystemRoots

    func holdings() throws(ErasureError) -> [Holding] { try remote() + exported() }

    // MARK: From other hosts

    private func remote() -> [Holding] {
        reach.chain.sorted().compactMap { name in
            guard let node = graph.nodes[name], let network = NetworkConnection(node, roots) else { return nil }
            return Holding(.network, name, by: network.kind.rawValue, release: network.disconnect)
        }
    }

    // MARK: To other hosts

    /// The kernel's own servers open a device without claiming it (nvmet, USB gadgets) or do claim it (LIO).
    private func exported() throws(ErasureError) -> [Holding] {
        let config = roots.sys.appending("kernel/config")
        var places: [Path] = []
        for subsystem in try entries(config.appending("nvmet/subsystems")) {
            places += try entries(subsystem.appending("namespaces")).map { $0.appending("device_path") }
        }
        for adapter in try entries(config.appending("target/core")) {
            places += try entries(adapter).map { $0.appending("udev_path") }
        }
        for gadget in try entries(config.appending("usb_gadget")) {
            for function in try entries(gadget.appending("functions")) {
                places += try entries(function).map { $0.appending("file") }
            }
        }
        return places.compactMap { place in
            guard let text = roots.text(place), let part = reach.device(at: Path(text), graph, roots) else {
                return nil
            }
            return Holding(.exported, part, by: place.folder.string)
        }
    }

    private func entries(_ folder: Path) throws(ErasureError) -> [Path] {
        try roots.names(folder).map { folder.appending($0) }
    }
}
