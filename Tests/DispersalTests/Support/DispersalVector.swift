import Foundation
import TestSupport

/// A case of Fixtures/dispersal/vectors.json, which Tests/python/make_dispersal_vectors.py makes.
struct DispersalVector: Decodable {
    let k: Int
    let n: Int
    /// All n, data first.
    let units: [HexBytes]

    static func load() throws -> [DispersalVector] {
        let file = URL(fileURLWithPath: packageRoot + "/Fixtures/dispersal/vectors.json")
        return try JSONDecoder().decode([DispersalVector].self, from: Data(contentsOf: file))
    }
}
