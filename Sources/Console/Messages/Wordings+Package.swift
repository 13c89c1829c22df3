extension Message {
    static let packageWordings: [Message: Wording] = [
        .whatPackage: Wording("package", "パッケージ"),
        .placeUnit: Wording("unit {0}", "ユニット {0}"),
        .placePiece: Wording("piece {0}", "ピース {0}"),
        .regionMagic: Wording("magic", "先頭の識別子"),
        .regionHeader: Wording("header", "ヘッダー"),
        .regionUnit: Wording("content", "内容"),
        .regionHeaderCopy: Wording("copy of the header", "ヘッダーの写し"),
        .regionHashSection: Wording("hash section", "ハッシュ部"),
        .regionTrailer: Wording("trailer", "末尾部"),
        .regionManifest: Wording("manifest", "マニフェスト"),
        .regionSignature: Wording("signature", "署名"),
        .regionTail: Wording("tail", "末尾の識別子"),
        .regionInside: Wording("inside", "中身"),
        .regionIndex: Wording("index", "索引"),
        .regionPriorRecord: Wording("prior record", "封緘し直す前の記録"),
        .regionFile: Wording("file", "ファイル"),
        .packageNotPackage: Wording("it is not a package", "パッケージではありません"),
        .packageUnsupported: Wording("not supported: {0}", "対応していません"),
        .packageWrongLength: Wording("it is cut off, or something was added: {0}", "途中で切れているか、余分なものがあります"),
        .packageTooLarge: Wording("above its bound: {0}", "上限を超えています"),
        .packageMalformed: Wording("not of the right form: {0}", "形式が正しくありません"),
        .packageDamaged: Wording("damaged or altered: {0}", "壊れているか改変されています"),
        .packageBadSignature: Wording("bad signature: {0}", "署名が正しくありません"),
        .packageForeignStanza: Wording(
            "a recipient's part was made for another package: {0}", "宛先ごとの記述が別のパッケージのものです"),
        .packageWrongKey: Wording("no key at hand opens it", "手元のどの鍵でも開封できません"),
        .packageWrongPassphrase: Wording("the passphrase does not open it", "このパスフレーズでは開封できません"),
        .packageInconsistentKey: Wording(
            "the key inside is not that of the content: {0}", "中の鍵が内容の鍵と一致しません"),
        .packageBadIndex: Wording("the index breaks a rule: {0}", "索引が規則に反しています"),
        .packageBadPrior: Wording("the earlier statement does not fit: {0}", "封緘し直す前の記録が内容と合いません"),
        .hintPrior: Wording(
            "ask whoever sealed it again, or the first sender, for another copy",
            "封緘し直した人か最初の送り主に、別の写しを求めてください"),
        .packageNoSuchPath: Wording("there is no such file or folder inside", "そのようなファイルやフォルダーは中にありません"),
        .packageSeveralFiles: Wording(
            "it holds {0} files; name the one for standard output",
            "ファイルが {0} 個入っています。標準出力に書くものを一つ示してください"),
        .packageNotFile: Wording(
            "it is a folder or a link; only a file can go to standard output",
            "フォルダーかリンクです。標準出力に書けるのはファイルだけです"),
        .hintNotFile: Wording("name a folder to extract into with -o", "取り出す先のフォルダーを -o で示してください"),
        .packageNotOneFile: Wording(
            "only a package of one file and nothing else can be opened as a stream",
            "一つのファイルだけのパッケージでなければ、--stream では開けません"),
        .hintNotOneFile: Wording("open it without --stream", "--stream なしで開封してください"),
        .packageRefused: Wording("a rule forbids it: {0}", "規則により受け入れられません"),
        .packageBadEntry: Wording("a file inside breaks a rule: {0}", "中のファイルが規則に反しています"),
        .packageTooFewPieces: Wording(
            "any {0} of {1} pieces open it, and there are {2} ({3}): {4} more needed",
            "{1} 個のうちどの {0} 個でも開けますが、{2} 個（{3}）しかありません。あと {4} 個必要です"),
        .hintPieces: Wording("name all pieces at hand in one command", "手元にあるピースをすべて一度に指定してください"),
        .packageInvalidRequest: Wording("this cannot be done: {0}", "これはできません"),
        .hintWrongKey: Wording(
            "fubako inspect shows the recipients; choose a key with --key", "宛先は fubako inspect で分かります。鍵は --key で選べます"),
        .packageUnsealableName: Wording(
            "a name or link that no package may hold: {0}", "パッケージに入れられない名前またはリンクです"),
        .hintUnsealableName: Wording(
            "rename it, or leave it out with --exclude", "名前を変えるか、--exclude で除いてください"),
        .hintNoSuchPath: Wording("fubako list shows what is inside", "中身は fubako list で分かります"),
        .dispersalThreshold: Wording("k and n must be 1 ≤ k ≤ n ≤ 64", "k と n は 1 ≤ k ≤ n ≤ 64 でなければなりません"),
        .dispersalShares: Wording("the pieces do not belong together", "ピースの組み合わせが正しくありません"),
        .dispersalRandomness: Wording("the random generator failed", "乱数の生成に失敗しました"),
    ]
}
