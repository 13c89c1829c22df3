import SystemIO

extension Medium {
    /// What is mounted at a folder, for being registered.
    /// - Throws: ``RoutesError/Code/notFound`` if nothing is, so that it lies on the system's own disk; `down` if it is not there.
    package static func mounted(at folder: Path) throws(RoutesError) -> Medium {
        let medium = try of(try openFolder(folder))
        guard medium.source.hasPrefix("/dev/"), medium.mountPoint != "/" else {
            throw RoutesError(
                .notFound, "no medium is mounted at the folder", advice: "mount the medium, or name its serial or UUID",
                file: folder.string)
        }
        return medium
    }

    /// The medium that is mounted now and is called so: by its label, or by the folder at which it is mounted.
    /// - Throws: ``RoutesError/Code/notFound`` if none is, or several are.
    package static func mounted(called name: String) throws(RoutesError) -> Medium {
        var found: [Medium] = []
        for mount in try MountEntry.ofDevices() where mount.point != [UInt8(ascii: "/")] {
            guard let medium = try? of(try openFolder(Path(mount.point))), medium.isCalled(name) else { continue }
            if !found.contains(where: { $0.device == medium.device }) { found.append(medium) }
        }
        guard let medium = found.first, found.count == 1 else {
            throw RoutesError(
                .notFound,
                found.isEmpty ? "no medium of this name is mounted" : "several media of this name are mounted",
                advice: "mount it, or name its folder with --at, and --serial or --uuid if it is not mounted now",
                file: name)
        }
        return medium
    }

    private func isCalled(_ name: String) -> Bool { label == name || mountPoint.name == Array(name.utf8) }
}
