extension Message {
    static let operationWordings: [Message: Wording] = [
        .operationNoSender: Wording("there is no identity of one's own to sign with", "署名に使える自分の識別情報がありません"),
        .operationAmbiguousSender: Wording("there are several identities of one's own: {0}", "自分の識別情報が複数あります: {0}"),
        .operationNoRecipient: Wording("nobody could open it", "開封できる人がいません"),
        .operationSpecialFiles: Wording(
            "devices, sockets or FIFOs are among the inputs: {0}", "デバイス、ソケット、FIFO が含まれています: {0}"),
        .operationAlgorithmRefused: Wording(
            "{0} must not protect anything until {1}", "{0} で {1} 年まで保護することはできません"),
        .operationLabelLowered: Wording(
            "the label would be below what the inputs bring along: {0}", "ラベルが入力から引き継ぐ {0} より低くなります"),
        .operationBadPattern: Wording("not a pattern of file names: '{0}'", "ファイル名のパターンではありません:「{0}」"),
        .operationUnsigned: Wording(
            "it is consistent, but unsigned: its origin is unknown", "整合していますが、出所は不明です（署名がありません）"),
        .operationSignerUnknown: Wording(
            "it is intact, but its signer is not known here", "無傷ですが、署名者は未知です"),
        .operationOtherSigner: Wording("it is signed by somebody else than was demanded: '{0}'", "求めた署名者と違います:「{0}」"),
        .operationSignerNotValid: Wording(
            "the signer's certificate was not valid when it was sealed", "封緘の時点で署名者の証明書が有効ではありません"),
        .operationSeveralPackages: Wording(
            "the files are of several packages: {0}", "複数のパッケージのファイルです: {0}"),
        .operationForeignPiece: Wording(
            "it is a piece of another package, which is not meant or whose origin does not count",
            "指定されていない、または差出人を受け入れられない、別のパッケージのピースです"),
        .operationNoSuchPackage: Wording(
            "no one of the packages is meant by that: {0}", "指定に合うパッケージが一つに決まりません: {0}"),
        .hintManifest: Wording(
            "name the one that is meant: --manifest and the first digits of its hash",
            "--manifest にハッシュの最初の数桁を付けて、どれかを指定してください"),
        .operationNotARecipient: Wording(
            "none of one's own identities is among the recipients", "自分の識別情報がどれも宛先にありません"),
        .hintKeyNew: Wording(
            "make one with fubako key new, or seal with --unsigned", "fubako key new で作るか、--unsigned を付けてください"),
        .hintFrom: Wording(
            "choose one with --from, or with from in the configuration file", "--from か設定ファイルの from で選んでください"),
        .hintRecipient: Wording(
            "name recipients with --to, or seal with --passphrase", "--to で宛先を示すか、--passphrase を付けてください"),
        .hintLowered: Wording(
            "name who decided it with --decider, or leave the grade out", "--decider で決定者を示すか、格付の指定をやめてください"),
        .hintUnsigned: Wording(
            "ask the sender; --allow-unsigned goes on without knowing the origin",
            "差出人に確かめてください。出所不明のまま進めるには --allow-unsigned を付けます"),
        .hintSignerUnknown: Wording(
            "import and confirm the signer's certificates; --allow-unknown-signer goes on without",
            "署名者の証明書を取り込んで確かめてください。確かめずに進めるには --allow-unknown-signer を付けます"),
    ]

    static let startWordings: [Message: Wording] = [
        .whatUsage: Wording("usage", "使い方"),
        .clockWrong: Wording("the clock is not between 1970 and 9999", "時計が 1970 年から 9999 年の間にありません"),
        .keyringNowhere: Wording("the environment does not say where the keyring is", "鍵束の場所が環境変数から分かりません"),
        .keyringAbsent: Wording("there is no keyring here", "ここに鍵束はありません"),
        .hintKeyringOption: Wording("set HOME, or name it with --keyring", "HOME を設定するか、--keyring で示してください"),
        .leftNotLooked: Wording(
            "could not look for what earlier runs left: {0}", "以前の実行が残したものを調べられません（{0}）"),
        .leftRemoved: Wording("{0}: removed, left unfinished by an earlier run", "{0}: 以前の実行の未完成物を削除しました"),
        .leftPlaced: Wording("{0}: completed what an earlier run left", "{0}: 以前の実行の続きを完了しました"),
        .leftPlacedExcept: Wording(
            "{0}: completed what an earlier run left, except {1} names", "{0}: 以前の実行の続きを、{1} 個の名前を除いて完了しました"),
        .leftRefused: Wording("{0}: not a record of unfinished work; left alone", "{0}: 未完成物の記録ではないため、触れません"),
        .leftFailed: Wording("{0}: left by an earlier run: {1}", "{0}: 以前の実行が残したものです: {1}"),
        .versionFormat: Wording("package format {0}", "パッケージ形式 {0}"),
        .versionLibrary: Wording("OpenSSL {0}", "OpenSSL {0} を使用"),
        .versionList: Wording("list of recommended algorithms {0}", "電子政府推奨暗号リスト {0}"),
        .versionSelfTest: Wording("self-test passed, {0} algorithms: {1}", "自己試験に合格、{0} 種: {1}"),
    ]
}
