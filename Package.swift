// swift-tools-version: 6.2
import PackageDescription

// One direction of dependency, lowest first. A lower module never imports a higher one.
let package = Package(
    name: "fubako",
    products: [
        .executable(name: "fubako", targets: ["fubako"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", "1.5.0"..<"2.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", "7.5.0"..<"8.0.0"),
        .package(url: "https://github.com/jpsim/Yams", "6.0.0"..<"7.0.0"),
    ],
    targets: [
        // System libraries and the few C declarations that Swift cannot import.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CUnistring", providers: [.apt(["libunistring-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CBlkid", pkgConfig: "blkid", providers: [.apt(["libblkid-dev"])]),
        .systemLibrary(name: "CSystem"),

        .target(name: "DER"),
        .target(name: "Normalization", dependencies: ["CUnistring"]),
        .target(name: "Cryptography", dependencies: ["COpenSSL", "DER", "Normalization"]),
        .target(name: "SystemIO", dependencies: ["CSystem"]),
        .target(name: "Transparency", dependencies: ["Normalization", "Cryptography"]),
        .target(name: "Dispersal", dependencies: ["CISAL", "Cryptography"]),
        .target(name: "Label", dependencies: ["DER", "Normalization"]),
        .target(
            name: "PackageFormat",
            dependencies: [
                "DER", "Normalization", "Cryptography", "Transparency", "SystemIO", "Dispersal", "Label",
            ]),
        .target(name: "Keyring", dependencies: ["DER", "Normalization", "Cryptography", "SystemIO"]),
        .target(
            name: "Ledger",
            dependencies: [
                "DER", "Normalization", "Cryptography", "Transparency", "SystemIO",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("Export/check.py"), .embedInCode("Export/README")]),
        .target(
            name: "Routes",
            dependencies: ["SystemIO", "Cryptography", .product(name: "Yams", package: "Yams")]),
        .target(name: "Transfer", dependencies: ["DER", "Cryptography", "SystemIO"]),
        .target(name: "Erasure", dependencies: ["CBlkid", "CSystem", "DER", "Cryptography", "SystemIO"]),
        .target(
            name: "Operations",
            dependencies: [
                "DER", "Cryptography", "Transparency", "SystemIO", "Label", "PackageFormat", "Keyring", "Ledger",
                "Transfer", "Routes",
            ]),
        .target(name: "Console", dependencies: ["DER", "Cryptography", "SystemIO", "Label"]),
        .target(
            name: "Terminal",
            dependencies: [
                "Console",
                "DER", "Cryptography", "Transparency", "SystemIO", "Dispersal", "Label", "PackageFormat", "Keyring",
                "Ledger", "Routes", "Transfer", "Operations",
            ]),
        .executableTarget(
            name: "fubako",
            dependencies: [
                "DER", "Cryptography", "Transparency", "SystemIO", "Label", "PackageFormat", "Keyring", "Ledger",
                "Routes", "Transfer", "Operations", "Console", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "DERTests", dependencies: ["DER", "TestSupport"]),
        .testTarget(name: "NormalizationTests", dependencies: ["Normalization"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "DER", "TestSupport"]),
        .executableTarget(name: "fault-probe", dependencies: ["SystemIO"], path: "Tests/Faults/Probe"),
        .testTarget(name: "SystemIOTests", dependencies: ["SystemIO", "TestSupport", "fault-probe"]),
        .testTarget(name: "TransparencyTests", dependencies: ["Transparency", "Cryptography", "TestSupport"]),
        .testTarget(name: "DispersalTests", dependencies: ["Dispersal", "Cryptography", "TestSupport"]),
        .testTarget(name: "LabelTests", dependencies: ["Label", "DER", "TestSupport"]),
        .testTarget(
            name: "PackageFormatTests",
            dependencies: ["PackageFormat", "DER", "Cryptography", "Transparency", "SystemIO", "Label", "TestSupport"]),
        .executableTarget(
            name: "keyring-probe", dependencies: ["Keyring", "Cryptography", "DER", "SystemIO"],
            path: "Tests/Faults/KeyringProbe"),
        .testTarget(
            name: "KeyringTests",
            dependencies: [
                "Keyring", "Cryptography", "DER", "Normalization", "SystemIO", "TestSupport", "keyring-probe",
            ]),
        .executableTarget(
            name: "ledger-probe", dependencies: ["Ledger", "DER", "SystemIO"], path: "Tests/Faults/LedgerProbe"),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["Ledger", "Transparency", "Cryptography", "DER", "SystemIO", "TestSupport", "ledger-probe"]),
        .testTarget(
            name: "RoutesTests", dependencies: ["Routes", "SystemIO", "Cryptography", "TestSupport"],
            exclude: ["Servers/hostile_sftp.py"]),
        .testTarget(
            name: "TransferTests", dependencies: ["Transfer", "DER", "Cryptography", "SystemIO", "TestSupport"]),
        .executableTarget(
            name: "erasure-probe", dependencies: ["Erasure", "SystemIO"], path: "Tests/Faults/ErasureProbe"),
        .testTarget(
            name: "ErasureTests",
            dependencies: ["Erasure", "DER", "Cryptography", "SystemIO", "TestSupport", "erasure-probe"]),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "Operations", "PackageFormat", "Keyring", "Ledger", "Transparency", "Cryptography", "SystemIO", "Label",
                "DER", "Routes", "Transfer", "TestSupport",
            ]),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "Console", "Terminal", "Operations", "Keyring", "PackageFormat", "Ledger", "Routes", "Transparency",
                "Dispersal",
                "Cryptography",
                "SystemIO", "Label", "DER", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Our own code compiles without warnings; a dependency's warnings are its own affair.
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
}
