import Cryptography
import Keyring
import PackageFormat

/// Which of several packages is meant, where the files that were named do not all belong to one.
///
/// Numbers decide nothing: a package counts only if its origin is good enough. If several are, one of them must be named.
struct PackageChoice {
    private let demand: OriginDemand
    private let choice: String?

    /// - Parameter choice: how the hash of the manifest begins, in hexadecimal digits; nil if none is named.
    init(_ demand: OriginDemand, _ choice: String?) {
        self.demand = demand
        self.choice = choice?.lowercased()
    }

    /// - Parameter packages: at least one.
    /// - Throws: `severalPackages` with all that count, or with all there are if none does; `noSuchPackage`.
    func among(_ packages: [PackageStructure], _ keyring: Keyring) throws(OperationError) -> PackageStructure {
        if let choice {
            let named = try Self.filter(packages) { package throws(OperationError) in
                try Self.name(package).hasPrefix(choice)
            }
            if named.isEmpty { throw OperationError(.noSuchPackage, try Self.names(packages)) }
            guard named.count == 1 else { throw OperationError(.severalPackages, try Self.names(named)) }
            return named[0]
        }
        guard packages.count > 1 else { return packages[0] }
        let counting = try Self.filter(packages) { package throws(OperationError) in try counts(package, keyring) }
        guard counting.count == 1 else {
            throw OperationError(.severalPackages, try Self.names(counting.isEmpty ? packages : counting))
        }
        return counting[0]
    }

    private func counts(_ package: PackageStructure, _ keyring: Keyring) throws(OperationError) -> Bool {
        let judgement = try SignerJudgement(package.origin, keyring)
        do throws(OperationError) {
            try demand.check(judgement, sealedAt: package.manifest.sealingTime)
            return true
        } catch {
            let refusals: Set<OperationError.Code> = [.unsigned, .signerUnknown, .otherSigner, .signerNotValid]
            guard refusals.contains(error.code) else { throw error }
            return false
        }
    }

    /// The standard library's cannot throw one type of error only.
    private static func filter(
        _ packages: [PackageStructure], _ isWanted: (PackageStructure) throws(OperationError) -> Bool
    ) throws(OperationError) -> [PackageStructure] {
        var wanted: [PackageStructure] = []
        for package in packages where try isWanted(package) { wanted.append(package) }
        return wanted
    }

    /// The hash of the manifest: what a forgery of the same package id does not share.
    private static func name(_ package: PackageStructure) throws(OperationError) -> String {
        hexadecimal(try onCryptography(package.manifest.sha256))
    }

    private static func names(_ packages: [PackageStructure]) throws(OperationError) -> String {
        var names: [String] = []
        for package in packages {
            let pieces = package.numbers.map(String.init).joined(separator: ",")
            names.append("\(try name(package).prefix(16)) (\(pieces))")
        }
        return names.joined(separator: ", ")
    }
}
