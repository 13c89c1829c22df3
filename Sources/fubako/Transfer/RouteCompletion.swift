import ArgumentParser
import Routes
import SystemIO
import Transfer

/// What a shell is told to offer where a route or a transfer is wanted: names, and nothing at all where there are none.
enum RouteCompletion {
    /// One route. Its names hold small letters, digits and dashes only.
    static let one = CompletionKind.custom { _, _, _ in names }

    /// Routes separated by commas: what was typed before the last comma stands before each name.
    static let list = CompletionKind.custom { _, _, word in
        let before = word.lastIndex(of: ",").map { String(word[...$0]) } ?? ""
        guard before.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ",") }) else {
            return []
        }
        return names.map { before + $0 }
    }

    /// A transfer that is open, if its name is harmless in every shell.
    static let transfer = CompletionKind.custom { _, _, _ in
        guard let state = try? StateFolder.standardPath(), let all = try? TransferStore(state: state).list() else {
            return []
        }
        return all.compactMap { $0.state?.ending == nil ? $0.state?.plan.package.name : nil }.filter { name in
            name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
                default:
                    !scalar.isASCII && !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
                }
            }
        }
    }

    private static var names: [String] {
        RouteBook.standardPath.flatMap { try? RouteBook.load($0) }?.routes.map(\.name) ?? []
    }
}
