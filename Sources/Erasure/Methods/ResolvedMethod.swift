import Cryptography

/// A method with all its random choices made: what is journalled before the first write, and written byte for byte.
package struct ResolvedMethod: Hashable, Sendable {
    /// ``Method/name``.
    package let name: String
    /// In the order in which they are written. At least one is a keyed one that is read back as a whole before any later
    /// pass is written.
    package let passes: [ResolvedPass]

    /// - Returns: nil if no pass proves that the device keeps what is written everywhere, or one of them cannot be written.
    package init?(name: String, passes: [ResolvedPass]) {
        guard !name.isEmpty, (1...Method.mostPasses + 1).contains(passes.count),
            passes.contains(where: \.provesCapacity), passes.last?.verification != PassVerification.none,
            passes.allSatisfy({ $0.filling.isValid && $0.verification.isValid })
        else { return nil }
        self.name = name
        self.passes = passes
    }
}

/// A pass of a run.
package struct ResolvedPass: Hashable, Sendable {
    /// What it writes.
    package let filling: Filling
    /// How it is read back.
    package let verification: PassVerification
    /// Whether it was put in front of a method that could not show folded addresses or lost writes by itself.
    package let isAdded: Bool

    /// A pass of the method, or one that was added to it.
    package init(_ filling: Filling, _ verification: PassVerification, isAdded: Bool = false) {
        self.filling = filling
        self.verification = verification
        self.isAdded = isAdded
    }

    /// Whether it shows that every place of the device keeps what is written there.
    package var provesCapacity: Bool { filling.isKeyed && verification == .full }
}

extension Method {
    /// Makes the random choices.
    ///
    /// A method without a random pass that is read back as a whole gets one in front. The last pass is always read back:
    /// as the method says, or as a whole.
    /// - Parameter random: gives as many random bytes as it is asked for.
    /// - Throws: what `random` throws; `invalidMethod` never, for a method that could be made.
    package func resolve(
        random: (Int) throws(ErasureError) -> [UInt8] = drawnBytes
    ) throws(ErasureError) -> ResolvedMethod {
        var characters: [Int: UInt8] = [:]
        var resolved: [ResolvedPass] = []
        for (index, pass) in passes.enumerated() {
            let filling = try Self.filling(of: pass.pattern, &characters, random)
            let isLast = index == passes.count - 1
            resolved.append(
                ResolvedPass(filling, isLast && pass.verification == .none ? .full : pass.verification))
        }
        if !resolved.contains(where: \.provesCapacity) {
            let key = try random(Keystream.keySize)
            resolved.insert(ResolvedPass(.keystream(key: key), .full, isAdded: true), at: 0)
        }
        guard let method = ResolvedMethod(name: name, passes: resolved) else {
            throw ErasureError(.invalidMethod, "method", "a method that cannot be carried out")
        }
        return method
    }

    /// This method with every pass read back as a whole.
    package var verifyingEveryPass: Method {
        Method(copying: self, passes: passes.map { Pass($0.pattern, verify: .full) })
    }

    private init(copying method: Method, passes: [Pass]) {
        name = method.name
        title = method.title
        source = method.source
        self.passes = passes
    }

    private static func filling(
        of pattern: Pattern, _ characters: inout [Int: UInt8], _ random: (Int) throws(ErasureError) -> [UInt8]
    ) throws(ErasureError) -> Filling {
        switch pattern {
        case .bytes(let bytes): return .periodic(bytes)
        case .random: return .keystream(key: try random(Keystream.keySize))
        case .character(let number): return .periodic([try character(number, &characters, random)])
        case .complement(let number): return .periodic([try ~character(number, &characters, random)])
        }
    }

    private static func character(
        _ number: Int, _ drawn: inout [Int: UInt8], _ random: (Int) throws(ErasureError) -> [UInt8]
    ) throws(ErasureError) -> UInt8 {
        if let known = drawn[number] { return known }
        let byte = try random(1).first ?? 0
        drawn[number] = byte
        return byte
    }
}

/// Random bytes for the choices of a run.
/// - Throws: `cryptography` if the system gives no entropy.
package func drawnBytes(_ count: Int) throws(ErasureError) -> [UInt8] {
    try onCryptography { () throws(CryptographyError) in try randomBytes(count) }
}
