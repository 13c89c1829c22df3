extension Message {
    static let sealWordings: [Message: Wording] = [
        .sealLabelDropped: Wording(
            "left out of the inherited label by decision: {0}", "決定により、引き継いだラベルから除いたもの: {0}"),
        .sealed: Wording("{0}: sealed: entries: {1}, {2}", "{0}: 封緘しました（{1} 件、{2}）"),
        .sealedPieces: Wording(
            "{0} to {1}: any {3} of these {2} pieces open it", "{0} から {1} まで: {2} 個のうちどの {3} 個でも開けます"),
        .sealedTo: Wording("for {0}", "宛先: {0}"),
        .sealedPassphrase: Wording("whoever knows the passphrase", "パスフレーズを知る人"),
        .sealedSigned: Wording("signed by {0}", "署名者: {0}"),
        .sealedUnsigned: Wording(
            "{0}: unsigned: nobody can tell who made it", "{0}: 署名がありません。誰が作ったか分かりません"),
        .sealSkippedSpecial: Wording(
            "{0}: left out: it is a device, FIFO or socket", "{0}: デバイス、FIFO、ソケットのいずれかなので除外しました"),
        .sealHardLinks: Wording(
            "files with several names, each of which became a copy: {0}", "複数の名前を持つファイル {0} 件は、それぞれ写しになりました"),
        .sealModeBits: Wording(
            "entries that lost a setuid, setgid or sticky bit: {0}", "{0} 件の setuid、setgid、スティッキービットは引き継がれません"),
        .sealAlgorithmUntil: Wording(
            "{0} protects without restriction until the end of {1}, and is needed until {2}: seal anew before",
            "{0} を制限なく使えるのは {1} 年末までですが、{2} 年まで必要です。その前に封緘し直してください"),
        .sealAlgorithmOld: Wording(
            "{0} should be replaced now, and is needed until {1}", "{0} はいま置き換えるべきものですが、{1} 年まで必要です"),
        .sealIterationsLow: Wording(
            "{0} iterations make a passphrase easy to guess; {1} are usual",
            "反復 {0} 回ではパスフレーズを推測されやすくなります。通常は {1} 回です"),
        .generatedPassphrase: Wording(
            "the passphrase of the package, shown only now; tell it by another way than the package takes:",
            "パッケージのパスフレーズです。いま一度だけ表示します。パッケージとは別の経路で伝えてください:"),
        .packagePassphraseSubject: Wording("the package {0}", "パッケージ {0}"),
        .gradeNeedsPaper: Wording(
            "'{0}' alone is the grade of a paper record", "「{0}」だけでは書面の格付です"),
        .gradeNotPaper: Wording("a paper record has confidentiality only: {0}", "書面には機密性だけがあります（{0}）"),
        .hintPaper: Wording(
            "write all three, as in C3/I2/A1, or add --paper", "C3/I2/A1 のように三つとも書くか、--paper を付けてください"),
        .usageIterations: Wording("iterations must be {0} to {1}", "反復回数は {0} から {1} までです"),
        .usageStandardInputAlone: Wording(
            "standard input is sealed alone, and only once", "標準入力は、それだけを一度だけ封緘できます"),
        .usageOnePackage: Wording(
            "these files are of more than one package", "複数のパッケージのファイルが指定されています"),
        .usageExclusive: Wording("{0} and {1} exclude each other", "{0} と {1} は同時に指定できません"),
        .usageOutputTerminal: Wording(
            "the output is a terminal, which must not get such bytes", "出力先が端末です。このようなデータは書き込めません"),
        .hintOutputTerminal: Wording(
            "give a file with -o or use a pipe; --force insists", "-o でファイルを指定するかパイプを使ってください。--force で強行できます"),
        .usageJSONAndData: Wording(
            "JSON and data cannot both go to standard output", "標準出力に JSON とデータを同時には出力できません"),
        .usageUnsignedSigner: Wording(
            "a package that must be unsigned cannot have a sender", "署名しないパッケージに差出人は指定できません"),
    ]

    static let inspectWordings: [Message: Wording] = [
        .titleSender: Wording("sender", "差出人"),
        .titleRecipient: Wording("recipient", "宛先"),
        .titleSealed: Wording("sealed", "封緘日時"),
        .titleContent: Wording("content", "内容"),
        .claimsOneFile: Wording("one file, as the sender claims", "一つのファイル（差出人による）"),
        .titlePackageID: Wording("package id", "パッケージ識別子"),
        .titleSize: Wording("size", "大きさ"),
        .titlePieces: Wording("pieces", "ピース"),
        .piecesPresent: Wording("{0} of {1} are here; any {2} open it", "{1} 個のうち {0} があります。どの {2} 個でも開けます"),
        .piecesMissing: Wording(
            "{0} of {1} are here; any {2} open it: {3} more needed",
            "{1} 個のうち {0} があります。どの {2} 個でも開けますが、あと {3} 個必要です"),
        .titleAlgorithm: Wording("algorithm", "アルゴリズム"),
        .titleLabel: Wording("label", "ラベル"),
        .titleDamage: Wording("damaged", "損傷"),
        .titleChecked: Wording("checked", "確かめたもの"),
        .titleNotChecked: Wording("not checked", "確かめていないもの"),
        .labelNotShown: Wording("none, or hidden", "なし、または非表示"),
        .sealedAsClaimed: Wording("{0}, as claimed", "{0}（申告による）"),
        .sizeAndUnits: Wording(
            "{0}; inside {1} with padding; units: {2}", "{0}（中身は詰め物を含めて {1}、{2} ユニット）"),
        .senderUntrusted: Wording("{0} (not trusted)", "{0}（信頼していません）"),
        .senderUnknown: Wording(
            "'{0}' (not in the keyring; certificate SHA-256 {1})", "「{0}」（鍵束にありません。証明書の SHA-256 {1}）"),
        .senderNobody: Wording("nobody: the package is unsigned", "なし（署名がありません）"),
        .senderNotValid: Wording(
            "{0}; the certificate was not valid at that time", "{0}（封緘日時に証明書は有効ではありません）"),
        .recipientUnknown: Wording("key {0}", "鍵 {0}"),
        .recipientHidden: Wording("hidden: at most {0}", "非表示（最大 {0}）"),
        .recipientPassphrase: Wording(
            "whoever knows the passphrase ({0} iterations)", "パスフレーズを知る人（反復 {0} 回）"),
        .useContent: Wording("content", "内容"),
        .useRecipient: Wording("key of a recipient", "宛先の鍵"),
        .usePassphrase: Wording("passphrase", "パスフレーズ"),
        .useSignature: Wording("signature", "署名"),
        .useHash: Wording("hashes", "ハッシュ"),
        .algorithmListed: Wording("{0}: {1}; {2}, {3} bits", "{0}: {1}（{2}、{3} ビット）"),
        .algorithmUntil: Wording("{0}, until {1}", "{0}、{1} 年まで"),
        .algorithmNotListed: Wording("{0}: {1}; not on the recommended list", "{0}: {1}（電子政府推奨暗号リスト外）"),
        .statusRecommended: Wording("recommended", "推奨"),
        .statusPostQuantum: Wording("recommended (PQC)", "推奨（耐量子）"),
        .statusMonitored: Wording("only for what exists", "運用監視"),
        .checkedStructure: Wording(
            "structure, signature, and that recipients' parts belong here", "構造、署名、宛先ごとの記述がこのパッケージのものであること"),
        .checkedStructureUnsigned: Wording(
            "structure, and that recipients' parts belong here", "構造、宛先ごとの記述がこのパッケージのものであること"),
        .notCheckedUnits: Wording(
            "the units of the content, {0} in number: fubako verify does", "内容の {0} ユニット（fubako verify で検証します）"),
    ]

    static let verifyWordings: [Message: Wording] = [
        .verdictIntact: Wording("{0}: intact, signed by {1}", "{0}: 無傷です（署名者: {1}）"),
        .verdictOriginUnknown: Wording(
            "{0}: consistent, origin unknown: it is unsigned", "{0}: 整合していますが、出所は不明です（署名がありません）"),
        .verdictSignerUnknown: Wording("{0}: intact, signer not known: {1}", "{0}: 無傷ですが、署名者は未知です: {1}"),
        .verdictSignerNotValid: Wording(
            "{0}: intact, but refused: the certificate of {1} was not valid at the sealing time",
            "{0}: 無傷ですが、受け入れられません。{1} の証明書は封緘日時に有効ではありません"),
        .verdictDamaged: Wording("{0}: damaged; wrong places: {1}", "{0}: {1} か所が壊れているか改変されています"),
        .verdictMore: Wording("  and {0} more", "  ほか {0} か所"),
        .standardInput: Wording("standard input", "標準入力"),
        .standardOutput: Wording("standard output", "標準出力"),
        .progressSealing: Wording("sealing", "封緘中"),
        .progressVerifying: Wording("verifying {0}", "検証中 {0}"),
        .progressOpening: Wording("opening {0}", "開封中 {0}"),
        .progressFormer: Wording("checking earlier statements of {0}", "以前の封緘を確認中 {0}"),
    ]

    static let openWordings: [Message: Wording] = [
        .opened: Wording(
            "{0}: opened into {1}: files: {2}, folders: {3}, links: {4}, {5}",
            "{0}: {1} に開封しました（ファイル {2}、フォルダー {3}、リンク {4}、{5}）"),
        .openedFrom: Wording("{0}: sealed {1}, as claimed, by {2}", "{0}: 封緘日時 {1}（申告による）、差出人 {2}"),
        .formerValid: Wording(
            "before it was sealed again: sealed {0} by {1}, signature valid",
            "封緘し直す前の封緘: {0}、{1}、署名は有効"),
        .formerUnsigned: Wording(
            "before it was sealed again: sealed {0}, unsigned", "封緘し直す前の封緘: {0}、署名なし"),
        .formerForgeable: Wording(
            "before it was sealed again: sealed {0} by {1}, on the word of the resealer only, since it can be forged: {2}",
            "封緘し直す前の封緘: {0}、{1}。偽造できるもの（{2}）があるため、封緘し直した人だけの言葉です"),
        .openStreamedFormer: Wording(
            "{0}: it was sealed again; what its first sender signed is not checked with --stream",
            "{0}: 封緘し直されたものです。--stream では、最初の送り主が署名したものを確かめません"),
        .openUnsigned: Wording(
            "{0}: unsigned: anyone may have made it, any recipient in particular",
            "{0}: 署名がありません。誰でも、特に宛先の誰かが、作ったかもしれません"),
        .openUnknownSigner: Wording(
            "{0}: nobody has confirmed the signer here: {1}", "{0}: 署名者は確かめられていません: {1}"),
        .openMoreDamage: Wording("{0}: damaged units more than these: {1}", "{0}: ほかに損傷した単位: {1} 個"),
        .openStranger: Wording("{0}: is no piece of it, and left out: {1}", "{0}: このパッケージのピースではないので除きました: {1}"),
        .openDamage: Wording("{0}: damaged, and got around: {1}", "{0}: 損傷がありましたが、支障ありません: {1}"),
        .openSeveralPaths: Wording(
            "only one file can go to standard output", "標準出力に書けるのは一つのファイルだけです"),
        .openPathsSeveralPackages: Wording(
            "paths inside go with one package only", "中のパスは、パッケージが一つのときだけ指定できます"),
        .openStreamed: Wording(
            "{0}: the content is released before the signature is checked: use nothing of it before this run has succeeded",
            "{0}: 署名の検証より先に内容を出力します。終了ステータス 0 で終わるまで、出力を使わないでください"),
        .openStreamedDiscard: Wording(
            "{0}: DISCARD what was written ({1}): it is incomplete, or nobody vouches for it",
            "{0}: 出力済みの {1} は破棄してください。不完全であるか、誰も保証していません"),
        .openStreamedInterrupted: Wording(
            "{0}: interrupted: DISCARD what was written: it is incomplete, and nobody vouches for it",
            "{0}: 中断しました。出力済みのものは破棄してください。不完全であり、誰も保証していません"),
        .operationClaimsUnsigned: Wording(
            "the header claims that it is unsigned; nothing of it was verified",
            "ヘッダーによれば署名がありません。まだ何も検証していません"),
        .operationClaimsUnknownSigner: Wording(
            "the header claims a signer who is not known here; nothing of it was verified",
            "ヘッダーが示す署名者は未知です。まだ何も検証していません"),
        .operationClaimsOtherSigner: Wording(
            "the header claims another signer than was demanded; nothing of it was verified",
            "ヘッダーが示す署名者は、求めた署名者と違います。まだ何も検証していません"),
        .hintClaimsUnsigned: Wording(
            "fubako verify says what it is; --allow-unsigned goes on without knowing the origin",
            "fubako verify で検証できます。出所不明のまま進めるには --allow-unsigned を付けます"),
        .hintClaimsUnknownSigner: Wording(
            "fubako verify says what it is; --allow-unknown-signer goes on without knowing the signer",
            "fubako verify で検証できます。署名者を知らないまま進めるには --allow-unknown-signer を付けます"),
        .hintClaimsOtherSigner: Wording("fubako verify says what it is", "fubako verify で検証できます"),
        .openStreamOutput: Wording(
            "--stream goes with one package, no path inside, and the output -",
            "--stream は、一つのパッケージ全体を - に出力するときだけ使えます"),
        .hintPackagePassphrase: Wording(
            "it can be opened with its passphrase: --passphrase", "パスフレーズで開封できます: --passphrase"),
    ]
}
