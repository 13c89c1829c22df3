import Cryptography
import DER
import SystemIO
import Transfer

extension ArrivalStore {
    /// Every package that is remembered, by the hash of its manifest.
    /// - Throws: `transfer` with `malformed` for a damaged record; `system`.
    package func packages() throws(OperationError) -> [KeptPackage] {
        let names = try onSystem { () throws(SystemError) in try PrivateFolder.open(path).names() }
        var packages: [KeptPackage] = []
        for name in names.map({ String(decoding: $0, as: UTF8.self) }) where Self.isManifest(name) {
            if let package = try package(in: path.appending(name)) { packages.append(package) }
        }
        return packages
    }

    /// The package of a manifest; nil if none of its pieces came yet.
    /// - Throws: as ``packages()``.
    func package(_ manifest: [UInt8]) throws(OperationError) -> KeptPackage? {
        try package(in: path.appending(hexadecimal(manifest)))
    }

    /// A package of which the first piece is at hand, and nothing is written yet.
    func newPackage(_ package: ArrivingPackage) -> KeptPackage {
        KeptPackage(
            record: ArrivalRecord(package), folder: path.appending(hexadecimal(package.manifest)), files: [])
    }

    private func package(in folder: Path) throws(OperationError) -> KeptPackage? {
        let file = folder.appending(Self.recordName)
        let bytes: [UInt8]
        let names: [String]
        do throws(SystemError) {
            names = try PrivateFolder.openExisting(folder).names().map { String(decoding: $0, as: UTF8.self) }
            bytes = try Descriptor.open(file, [.readOnly, .noFollow]).readToEnd(limit: ArrivalRecord.fileSize)
        } catch {
            if error.code == .notFound { return nil }
            throw OperationError(.system, underlying: .system(error))
        }
        var record: ArrivalRecord
        do throws(TransferError) { record = try ArrivalRecord(encoded: bytes) } catch {
            throw OperationError(.transfer, underlying: .transfer(error.of(file)))
        }
        // One that was recorded by a run that was killed before the piece had its name. An opened package keeps no pieces.
        if record.opened == nil { record.keep { Self.isThere($0, in: names) } }
        return KeptPackage(record: record, folder: folder, files: Self.files(names).map(folder.appending))
    }

    /// Writes a package's record.
    func save(_ package: KeptPackage) throws(OperationError) {
        try onSystem { () throws(SystemError) in
            _ = try PrivateFolder.open(package.folder)
            let file = try AtomicFile(package.folder.appending(Self.recordName), replacing: true)
            try file.descriptor.writeFully(package.record.encoded, at: 0)
            try file.commit()
        }
    }

    /// Takes a verified file over as a piece of a package, whose record is written first.
    /// - Parameter name: nothing that has it is replaced.
    func place(_ file: PlacedFile, as name: String, in package: inout KeptPackage) throws(OperationError) {
        let fetched = try incoming(file)
        try onSystem { () throws(SystemError) in
            try Descriptor.open(fetched, [.readOnly, .noFollow]).synchronize()
        }
        try save(package)
        let target = package.folder
        try onSystem { () throws(SystemError) in
            let folder = try PrivateFolder.open(target)
            // Left by a run that was killed, and not recorded.
            try folder.removeIfThere(Path(name))
            try PrivateFolder.open(fetched.folder)
                .rename(Path(fetched.name), to: folder, as: Path(name), replacing: false)
            try folder.synchronize()
        }
        package.files = Self.files(
            package.files.map { String(decoding: $0.name, as: UTF8.self) }.filter { $0 != name } + [name]
        ).map(target.appending)
    }

    /// Removes damaged pieces of a number of which there is a whole one.
    func removeDamaged(_ number: Int, of package: inout KeptPackage) throws(OperationError) {
        let useless = package.files.filter { file in
            String(decoding: file.name, as: UTF8.self).hasPrefix("\(number).damaged-")
        }
        let path = package.folder
        try onSystem { () throws(SystemError) in
            let folder = try PrivateFolder.open(path)
            for file in useless { try folder.removeIfThere(Path(file.name)) }
        }
        package.files.removeAll(where: useless.contains)
    }

    /// Remembers that a package was opened, and removes its pieces: what was in them has its place, and the routes have them too.
    package func opened(_ package: KeptPackage, at time: DERTime) throws(OperationError) {
        var package = package
        package.record.open(at: time)
        try save(package)
        try onSystem { () throws(SystemError) in
            let folder = try PrivateFolder.open(package.folder)
            for file in package.files { try folder.removeIfThere(Path(file.name)) }
            try folder.synchronize()
        }
    }

    private static func isManifest(_ name: String) -> Bool {
        name.utf8.count == 64 && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func isThere(_ piece: ReceivedPiece, in names: [String]) -> Bool {
        switch piece.verdict {
        case .good: names.contains(KeptPackage.name(piece.number))
        case .damaged: names.contains { $0.hasPrefix("\(piece.number).damaged-") }
        }
    }

    /// Names of pieces in their order: whole ones first, which are asked first when several have one number.
    private static func files(_ names: [String]) -> [String] {
        names.filter { $0.hasSuffix(".fubako") && !$0.hasPrefix(".") }.sorted { left, right in
            let (first, second) = (left.contains(".damaged-"), right.contains(".damaged-"))
            guard first == second else { return second }
            return (Int(left.prefix { $0 != "." }) ?? 0, left) < (Int(right.prefix { $0 != "." }) ?? 0, right)
        }
    }
}
