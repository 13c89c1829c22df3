extension Message {
    static let receivingWordings: [Message: Wording] = [
        .whatReceiving: Wording("receiving", "受け取り"),
        .whatReceipt: Wording("receipt", "受領証"),
        .operationCollectingBusy: Wording("another run is collecting already: {0}", "別の実行が受け取り中です: {0}"),
        .operationPieceTooLarge: Wording("it is longer than --limit allows", "--limit の上限を超えています"),
        .hintPieceTooLarge: Wording("if it is expected, raise --limit", "予定のものなら --limit を上げてください"),
        .operationEnoughDamaged: Wording(
            "several damaged copies of this piece are here already", "このピースの壊れた写しは既に複数あります"),
        .operationReceiptForeign: Wording(
            "nothing was sent from here with the package id {0}", "パッケージ ID {0} のものはここから送っていません"),
        .hintReceiptForeign: Wording("fubako transfer list shows what was", "fubako transfer list で送ったものを見られます"),
        .operationReceiptOtherManifest: Wording(
            "it is for another package than {0}, which has the same id", "ID は同じでも、{0} とは別のパッケージの受領証です"),
        .operationReceiptSignerUnknown: Wording(
            "nobody has confirmed here who its signer is: {0}", "署名者 {0} が誰なのか、ここでは確かめられていません"),
        .hintReceiptSigner: Wording(
            "if the fingerprint is right, confirm it with fubako key trust",
            "指紋が正しければ fubako key trust で確認を記録してください"),
        .receiveGood: Wording("{0}: {1}: piece {2} of {3}, good", "{0}: {1}: ピース {2}/{3}、無傷"),
        .receiveLate: Wording(
            "{0}: {1}: piece {2} of {3}, good; the package was opened before, and does not need it",
            "{0}: {1}: ピース {2}/{3}、無傷。パッケージは開封済みで、もう要りません"),
        .receiveDamaged: Wording(
            "{0}: {1}: piece {2} of {3}, damaged; kept, because what is good of it may help",
            "{0}: {1}: ピース {2}/{3}、損傷あり。無傷の部分が役立つことがあるので保管します"),
        .receiveDamagedLate: Wording(
            "{0}: {1}: piece {2} of {3}, damaged; not needed", "{0}: {1}: ピース {2}/{3}、損傷あり。もう要りません"),
        .receiveDamage: Wording("{0}: damaged: {1}", "{0}: 損傷: {1}"),
        .receiveReplay: Wording(
            "{0}: {1}: piece {2} of {3} was received before, at {4} by {5}; it is not taken again",
            "{0}: {1}: ピース {2}/{3} は {4} に {5} から受け取り済みです。重ねて受け取りません"),
        .receiveReceipt: Wording(
            "{0}: {1}: receipt by {2} for {3}: pieces {4}", "{0}: {1}: {2} による {3} の受領証: ピース {4}"),
        .receiveReceiptKnown: Wording(
            "{0}: {1}: this receipt by {2} for {3} came before, and changes nothing",
            "{0}: {1}: {2} による {3} のこの受領証は取り込み済みで、何も変わりません"),
        .receiptNumbers: Wording("{0}; damaged: {1}", "{0}。損傷: {1}"),
        .receiveRefused: Wording("{0}: {1}: refused: {2}", "{0}: {1}: 受け入れません: {2}"),
        .receiveVisited: Wording(
            "{0}: files listed: {1}; collected before: {2}; fetched now: {3}",
            "{0}: 一覧のファイル {1} 件、集め済み {2} 件、今回取り寄せた量 {3}"),
        .receiveCutShort: Wording(
            "{0}: many files were refused; the others are left for another run",
            "{0}: 受け入れられないファイルが多いため、残りは次の実行に回します"),
        .receiveWaiting: Wording(
            "{0}: whole pieces here: {1}; any {2} of {3} open it; still needed: {4}",
            "{0}: 無傷のピースが {1} 個あります。{3} 個のうち {2} 個で開封でき、あと {4} 個必要です"),
        .receiveWaits: Wording(
            "{0}: {1}: too broken to tell whose it is; it waits for a whole piece that tells: {2}",
            "{0}: {1}: 破損が大きく、どのパッケージのものか分かりません。無傷のピースが届くまで待ちます: {2}"),
        .hintReceiveElsewhere: Wording(
            "receive again with another folder: -o FOLDER", "-o で別のフォルダーを指定し、もう一度 receive を実行してください"),
        .receiveReady: Wording(
            "{0}: enough pieces are here: fubako receive --from {1} -o FOLDER",
            "{0}: 開封に足りるピースがあります: fubako receive --from {1} -o フォルダー"),
        .receiveReadyPassphrase: Wording(
            "{0}: enough pieces are here, and its passphrase opens it: fubako open --passphrase {1}/*.fubako -o FOLDER",
            "{0}: 開封に足りるピースがあり、パスフレーズで開きます: fubako open --passphrase {1}/*.fubako -o フォルダー"),
        .receiveNothing: Wording("nothing new", "新しいものはありません"),
        .progressCollecting: Wording("collecting", "取り寄せ中"),
        .receiptSent: Wording("{0}: receipt sent by {1}", "{0}: 受領証を {1} で送りました"),
        .receiptWritten: Wording("{0}: receipt written to {1}", "{0}: 受領証を {1} に書きました"),
        .receiptNoSigner: Wording(
            "{0}: no receipt: none of one's own identities is among the recipients",
            "{0}: 宛先に自分の識別情報がないため、受領証を作れません"),
        .receiptsNeedFolder: Wording(
            "there are {0} receipts to write: name a folder that exists",
            "受領証が {0} 通あります。既にあるフォルダーを指定してください"),
        .receiptImported: Wording(
            "{0}: receipt by {1} for {2}: pieces {3}", "{0}: {1} による {2} の受領証: ピース {3}"),
        .receiptImportedBefore: Wording(
            "{0}: this receipt by {1} for {2} came before, and changes nothing",
            "{0}: {1} による {2} のこの受領証は取り込み済みで、何も変わりません"),
        .receiptCloses: Wording(
            "{0}: every recipient has opened it; the transfer is closed", "{0}: すべての宛先が開封しました。移送を完了します"),
        .receiptOpened: Wording("{0}: opened by {1}", "{0}: {1} が開封しました"),
        .operationReceiptNotRecipient: Wording(
            "its signer {0} is none of the package's recipients", "署名者 {0} はこのパッケージの宛先ではありません"),
    ]
}
