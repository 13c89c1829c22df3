import SystemIO

/// Delivers to a medium that somebody carries: a piece is written, read back and synchronised, and the medium is unmounted, so that
/// it can be pulled out.
package struct CarriedTransport: StoreTransport {
    /// The folder at which it is mounted, or one on it.
    package let folder: Path
    /// The medium that must be there; every other is refused, and so is the empty folder that is there when none is mounted.
    package let medium: RegisteredMedium
    /// Whether it stays mounted after a delivery, for another one.
    package let staysMounted: Bool
    /// How long and how much.
    package let limits: RouteLimits

    /// Unmounts after each delivery, with the usual limits, unless told otherwise.
    package init(
        _ folder: Path, medium: RegisteredMedium, staysMounted: Bool = false, limits: RouteLimits = RouteLimits()
    ) {
        self.folder = folder
        self.medium = medium
        self.staysMounted = staysMounted
        self.limits = limits
    }

    func open() throws(RoutesError) -> FolderStore {
        let opened = try openFolder(folder)
        _ = try medium.check(opened)
        return FolderStore(opened, path: folder, limits: limits)
    }

    /// Delivers a piece, see ``Transport/put(_:as:)``. What is known of the medium, and whether it could be unmounted, is told.
    package func put(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        do throws(RoutesError) {
            let found = try found()
            var delivery = try deliver(piece, as: name)
            delivery.medium = staysMounted ? DeliveredMedium(found) : found.releasing()
            return delivery
        } catch { throw error.of(name.text) }
    }

    /// The registered medium as it is mounted now.
    /// - Throws: as ``Medium/of(_:)``; `wrongRemote` for another one.
    package func found() throws(RoutesError) -> Medium {
        try medium.check(try openFolder(folder))
    }

    /// Writes the piece, and everything else that is still in memory. Every descriptor is closed afterwards: an open one would keep the
    /// medium from being unmounted.
    private func deliver(_ piece: OutgoingPiece, as name: PieceName) throws(RoutesError) -> Delivery {
        let delivery = try open().deliver(piece, as: name)
        try Medium.synchronize(try openFolder(folder))
        return delivery
    }
}

/// The medium that a piece was written to.
package struct DeliveredMedium: Hashable, Sendable, CustomStringConvertible {
    /// What is known of it.
    package let medium: Medium
    /// Whether it was unmounted after everything was written, so that it can be pulled out.
    package let isUnmounted: Bool
    /// Why it is still mounted, in the words of the program that was to unmount it; untrusted. Nil if that was not wanted.
    package let obstacle: String?

    init(_ medium: Medium, isUnmounted: Bool = false, obstacle: String? = nil) {
        self.medium = medium
        self.isUnmounted = isUnmounted
        self.obstacle = obstacle
    }

    /// Such as "vfat KINGSTON 1A2B-3C4D serial 4C53, unmounted". Untrusted text.
    package var description: String { "\(medium), \(isUnmounted ? "unmounted" : "still mounted")" }
}

extension Medium: CustomStringConvertible {
    /// Such as "vfat KINGSTON 1A2B-3C4D serial 4C53". Untrusted text.
    package var description: String {
        [kind, label, uuid, serial.map { "serial \($0)" }].compactMap(\.self).joined(separator: " ")
    }

    /// Unmounts it if that is possible. That it is not undoes no delivery, and is told.
    func releasing() -> DeliveredMedium {
        do throws(RoutesError) {
            try unmount()
            return DeliveredMedium(self, isUnmounted: true)
        } catch { return DeliveredMedium(self, obstacle: error.said ?? error.reason) }
    }
}
