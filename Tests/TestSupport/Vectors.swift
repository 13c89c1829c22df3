import Foundation

/// A folder of published test vectors that is not part of this repository.
///
/// Suites that need one are enabled with `isRequired`: without the folder they are skipped, with `reason` as the
/// message, except where the variable CI is "true": there they run, and fail because the folder is missing.
package struct VectorFolder: Sendable {
    package let path: String
    /// Why a suite is skipped, for `.enabled(if:)`.
    package let reason: String

    /// Project Wycheproof's JSON files: `$FUBAKO_VECTORS/wycheproof`, by default `../shared/vectors` beside the package.
    package static let wycheproof = VectorFolder(
        path: (environment["FUBAKO_VECTORS"] ?? packageRoot + "/../shared/vectors") + "/wycheproof",
        reason: "Wycheproof's vectors are found through FUBAKO_VECTORS")

    /// The installed Python package `cryptography_vectors`: `$FUBAKO_PYTHON_VECTORS`.
    package static let python = VectorFolder(
        path: environment["FUBAKO_PYTHON_VECTORS"] ?? "",
        reason: "the Python package cryptography_vectors is found through FUBAKO_PYTHON_VECTORS")

    /// Whether the folder is there.
    package var exists: Bool { !path.isEmpty && FileManager.default.fileExists(atPath: path) }

    /// Whether tests over it must run: it exists, or this is a run in which nothing may be skipped.
    package var isRequired: Bool { exists || environment["CI"] == "true" }

    /// The bytes of a file in it.
    package func data(_ name: String) throws -> Data {
        guard exists else { throw TestSupportError("\(reason), but there is nothing at '\(path)'") }
        return try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name))
    }

    /// The text of a file in it.
    package func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

    /// A JSON file in it.
    package func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: try data(name))
    }
}

/// A file of Project Wycheproof, whose groups are of the kind `Group`.
package struct WycheproofFile<Group: Decodable & Sendable>: Decodable, Sendable {
    package let algorithm: String
    package let numberOfTests: Int
    package let testGroups: [Group]

    /// Reads `name` from `VectorFolder.wycheproof`.
    package static func load(_ name: String) throws -> Self {
        try VectorFolder.wycheproof.decode(Self.self, name)
    }
}

/// What a vector expects.
package enum WycheproofResult: String, Decodable, Sendable {
    case valid, invalid, acceptable
}

/// Why a test cannot do its preparation.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// The environment of this process.
package var environment: [String: String] { ProcessInfo.processInfo.environment }

/// The folder that holds Package.swift.
package let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
