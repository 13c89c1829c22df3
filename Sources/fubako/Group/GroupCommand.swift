import ArgumentParser
import Console
import Keyring
import Terminal

/// `fubako group`: one name for several identities.
struct GroupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "group", ("Give several identities one name.", "複数の識別情報に一つの名前を付けます。"),
        examples: ["fubako group add kyoku soumu zaimu jinji", "fubako group remove kyoku jinji"],
        subcommands: [GroupAdd.self, GroupList.self, GroupRemove.self])
}

/// `fubako group add`: identities into a group, which is made if there is none.
struct GroupAdd: Subcommand {
    static let configuration = CommandConfiguration(
        "add", ("Add identities to a group, which is made if there is none.", "グループに識別情報を加えます。なければ作ります。"),
        examples: ["fubako group add kyoku soumu zaimu jinji"])

    @Argument(help: help("The group.", "グループ。"), completion: KeyringCompletion.group)
    var group: String

    @Argument(help: help("Names of identities.", "識別情報の名前。"), completion: KeyringCompletion.identity)
    var names: [String]

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let group = try session.keyring.addMembers(try identityNames(names), to: IdentityName(group))
        try session.show(group)
        return .success
    }
}

/// `fubako group list`: all groups with their members.
struct GroupList: Subcommand {
    static let configuration = CommandConfiguration(
        "list", ("List all groups with their members.", "すべてのグループとその構成員を一覧します。"), examples: ["fubako group list"])

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let groups = try session.keyring.groups()
        if common.json {
            try session.output.json(["groups": groups.map { GroupJSON($0) }])
        } else {
            for group in groups { try session.show(group) }
        }
        return .success
    }
}

/// `fubako group remove`: identities out of a group, or the group.
struct GroupRemove: Subcommand {
    static let configuration = CommandConfiguration(
        "remove", ("Remove identities from a group, or the group itself.", "グループから識別情報を外すか、グループを削除します。"),
        examples: ["fubako group remove kyoku jinji", "fubako group remove kyoku"])

    @Argument(help: help("The group.", "グループ。"), completion: KeyringCompletion.group)
    var group: String

    @Argument(
        help: help("Names of identities; without any the group is removed.", "識別情報の名前。なければグループを削除します。"),
        completion: KeyringCompletion.identity)
    var names: [String] = []

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let name = try IdentityName(group)
        if names.isEmpty {
            try session.keyring.removeGroup(name)
        } else {
            try session.keyring.removeMembers(try identityNames(names), from: name)
        }
        if let group = try session.keyring.group(name) {
            try session.show(group)
        } else {
            if common.json { try session.output.json(["removed": name.text]) }
            session.output.note(.doneRemoved, name.text)
        }
        return .success
    }
}

/// What the words mean, in their order.
private func identityNames(_ texts: [String]) throws(KeyringError) -> [IdentityName] {
    var names: [IdentityName] = []
    for text in texts { names.append(try IdentityName(text)) }
    return names
}

extension Session {
    /// "group: member member ...".
    fileprivate func show(_ group: Group) throws(any Error) {
        if output.isJSON { return try output.json(GroupJSON(group)) }
        try output.line(group.name.text + ": " + group.members.map(\.text).joined(separator: " "))
    }
}

/// A group for `--json`.
private struct GroupJSON: Encodable {
    let name: String
    let members: [String]

    init(_ group: Group) {
        name = group.name.text
        members = group.members.map(\.text)
    }
}
