extension Message {
    static let transferErrorWordings: [Message: Wording] = [
        .whatTransfer: Wording("transfer", "移送"),
        .transferMalformed: Wording("{0}", "形式が正しくありません（{0}）"),
        .transferUnsupported: Wording("{0}", "この版では扱えません（{0}）"),
        .transferBadValue: Wording("{0}", "値が正しくありません（{0}）"),
        .transferTooMuch: Wording("{0}", "多すぎるか、大きすぎます（{0}）"),
        .transferCarriesOther: Wording(
            "{0}", "この移送経路は、同じパッケージの別のピースを運んでいます（{0}）"),
        .transferPassphraseRoute: Wording(
            "{0}", "パスフレーズを伝える経路は、ピースを運ぶ経路と別でなければなりません（{0}）"),
        .transferTooFewRoutes: Wording("{0}", "移送経路がピースより少なすぎます（{0}）"),
        .transferTooManyRoutes: Wording("{0}", "移送経路がピースより多すぎます（{0}）"),
        .transferNoSuchPiece: Wording("{0}", "その番号のピースはありません（{0}）"),
        .transferNotFound: Wording("{0}", "その移送はありません（{0}）"),
        .transferAmbiguous: Wording("{0}: {1}", "当てはまる移送が複数あります（{0}）: {1}"),
        .transferExists: Wording("{0}", "このパッケージの移送は既にあります（{0}）"),
        .transferBusy: Wording("{0}", "別の実行が使っています（{0}）"),
        .transferEnded: Wording("{0}", "この移送は既に終わっています（{0}）"),
        .transferBadSignature: Wording(
            "the signature does not vouch for this receipt ({0})", "署名がこの受領証を保証しません（{0}）"),
        .hintTransferOtherRoute: Wording(
            "name another route; one carries several pieces only of a transfer that was sent with --plan shared",
            "別の移送経路を指定してください。一つの経路に複数のピースを載せられるのは、send --plan shared で始めた移送だけです"),
        .hintTransferBusy: Wording("wait until it has ended, and try again", "終わるのを待ち、もう一度実行してください"),
        .hintTransferList: Wording("fubako transfer list shows them all", "fubako transfer list で一覧を見られます"),
        .hintReceiptAgain: Wording(
            "ask the recipient for the receipt once more, and how it was made", "受領者に受領証を再発行してもらい、経緯を確かめてください"),
        .hintPassphraseRoute: Wording(
            "name another way for the passphrase, or another route for the piece", "パスフレーズの別の伝え方か、ピースの別の経路を指定してください"),
        .hintTooFewRoutes: Wording(
            "name one route for each piece with --via, or ask for a shared plan with --plan shared",
            "--via でピースごとに経路を指定するか、--plan shared で共用の計画を求めてください"),
        .hintSplit: Wording(
            "cut the package into as many pieces with --split k/n", "--split k/n で同じ数に分割してください"),
        .hintTransferStatus: Wording(
            "fubako transfer status shows how it is", "状況は fubako transfer status で分かります"),
        .hintTransferIdentifier: Wording(
            "name it by the beginning of its identifier", "識別子の先頭で指定してください"),
        .hintPassphraseWay: Wording(
            "say with --passphrase-by how the recipient gets it, such as --passphrase-by telephone",
            "受取人への伝え方を --passphrase-by で示してください（例: --passphrase-by 電話）"),
        .hintSendAnew: Wording(
            "seal and send it anew", "封緘し直して送ってください"),
        .operationPassphraseWayMissing: Wording(
            "the package has a passphrase, which is never sent with it", "パッケージにパスフレーズがありますが、一緒に送ることはありません"),
        .operationPassphraseWayNeedless: Wording(
            "--passphrase-by goes with a package that has a passphrase", "--passphrase-by はパスフレーズのあるパッケージで使います"),
        .operationReplacementDiffers: Wording(
            "the piece that was made anew is not the one that was sent; nothing was sent",
            "作り直したピースが送ったものと違うため、送りませんでした"),
        .operationNothingToRebuildFrom: Wording(
            "there is no other piece to make it anew from", "作り直すための他のピースがありません"),
        .usageDeadline: Wording(
            "a deadline is a day such as 2026-04-30, a time such as 2026-04-30T17:00:00Z, or a span such as 7d or 12h; and lies in the future",
            "期限は 2026-04-30 のような日、2026-04-30T17:00:00Z のような日時、7d や 12h のような期間で、将来でなければなりません"),
        .usageVia: Wording(
            "name the routes with --via, separated by commas", "--via で移送経路をコンマ区切りで指定してください"),
        .usageTransferName: Wording(
            "a name for the transfer is needed; give one with --name", "移送の名前が必要です。--name で指定してください"),
        .usageHandover: Wording(
            "say who carries it, or in which container, with which seal or where", "運搬者、容器番号、封印番号、場所のいずれかを示してください"),
        .usageOneLine: Wording(
            "one line of text with at most 500 bytes is expected", "500 バイト以内の一行の文字列が必要です"),
    ]
}
