/// The methods that are always at hand.
///
/// On media of today one pass that is read back does what several do; the multi-pass ones are for rules that name them.
extension Method {
    /// In the order in which they are listed.
    package static let builtIn: [Method] = [
        modern, modernWithZeros, zero, random, dod3, dod7, hmgBaseline, hmgEnhanced, vsitr, gutmann,
    ].compactMap(\.self)

    /// The one to use unless a rule or a person says otherwise.
    package static let standardName = "modern"

    /// - Returns: nil if no built-in method has this name.
    package static func named(_ name: String) -> Method? { builtIn.first { $0.name == name } }

    private static let modern = Method(
        standardName, "Keyed random pass, verified", source: .own("Fubako"), passes: [Pass(.random, verify: .full)])

    private static let modernWithZeros = Method(
        "modern-zero", "Keyed random pass, verified, then zeros, verified", source: .own("Fubako"),
        passes: [Pass(.random, verify: .full), Pass(.bytes([0x00]), verify: .full)])

    private static let zero = Method(
        "zero", "Zeros", source: .own("Fubako"), passes: [Pass(.bytes([0x00]), verify: .full)])

    private static let random = Method(
        "random", "Random", source: .own("Fubako"), passes: [Pass(.random, verify: .full)])

    private static let dod3 = Method(
        "dod-3", "DoD 5220.22-M, 3 passes", source: .implemented(by: "nwipe (DoD Short)"),
        passes: [Pass(.character(1)), Pass(.complement(1)), Pass(.random, verify: .full)])

    private static let dod7 = Method(
        "dod-7", "DoD 5220.22-M (ECE), 7 passes", source: .implemented(by: "nwipe (DoD 5220.22-M)"),
        passes: [
            Pass(.character(1)), Pass(.complement(1)), Pass(.random), Pass(.character(2)), Pass(.character(3)),
            Pass(.complement(3)), Pass(.random, verify: .full),
        ])

    private static let hmgBaseline = Method(
        "hmg-baseline", "HMG IS5 baseline", source: .implemented(by: "KillDisk (British HMG IS5 Baseline)"),
        passes: [Pass(.bytes([0x00]), verify: .full)])

    private static let hmgEnhanced = Method(
        "hmg-enhanced", "HMG IS5 enhanced", source: .implemented(by: "KillDisk (British HMG IS5 Enhanced)"),
        passes: [Pass(.bytes([0x00])), Pass(.bytes([0xFF])), Pass(.random, verify: .full)])

    private static let vsitr = Method(
        "vsitr", "BSI VSITR", source: .implemented(by: "erasure programs under this name"),
        passes: [0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF].map { Pass(.bytes([$0])) }
            + [Pass(.bytes([0xAA]), verify: .full)])

    private static let gutmann = Method(
        "gutmann", "Gutmann, 35 passes in fixed order", source: .implemented(by: "scrub (gutmann)"),
        passes: fourRandomPasses + gutmannPatterns.map { Pass(.bytes($0)) } + fourRandomPasses.dropLast()
            + [Pass(.random, verify: .full)])

    private static let fourRandomPasses = [Pass](repeating: Pass(.random), count: 4)

    /// Passes 5 to 31: for the encodings of disks of the years before 1996.
    private static let gutmannPatterns: [[UInt8]] =
        [[0x55], [0xAA]] + gutmannThirds + (0x0...0xF).map { [UInt8($0 * 0x11)] } + gutmannThirds
        + [[0x6D, 0xB6, 0xDB], [0xB6, 0xDB, 0x6D], [0xDB, 0x6D, 0xB6]]

    private static let gutmannThirds: [[UInt8]] = [[0x92, 0x49, 0x24], [0x49, 0x24, 0x92], [0x24, 0x92, 0x49]]
}
