// What LINE itself writes into an export, in the languages of its app: titles, placeholders, calls, system sentences. Data only.

import type {CallOutcome, MediaRole, NoticeEvent} from '../../engine/model/archive.ts';

export const formatId = 'line-txt';

/** `one`: LINE says this of a chat of two; `any`: the words do not tell. */
export const titles: readonly {readonly pattern: RegExp; readonly kind: 'one' | 'group' | 'any'}[] =
  [
    {pattern: /^Chat history with (.+)$/i, kind: 'one'},
    {pattern: /^Chat history in (.+)$/i, kind: 'group'},
    {pattern: /^(.+)とのトーク履歴$/, kind: 'one'},
    {pattern: /^(.+)のトーク履歴$/, kind: 'group'},
    {pattern: /^[與与](.+)的(?:聊天|對話|对话)[記记][錄录]$/, kind: 'one'},
    {pattern: /^(.+)的(?:聊天|對話|对话)[記记][錄录]$/, kind: 'group'},
    {pattern: /^Riwayat obrolan dengan (.+)$/i, kind: 'one'},
    {pattern: /^Riwayat obrolan (?:di|dalam) (.+)$/i, kind: 'group'},
    {pattern: /^ประวัติการ(?:แชท|สนทนา)กับ\s?(.+)$/, kind: 'one'},
    {pattern: /^ประวัติการ(?:แชท|สนทนา)ใน\s?(.+)$/, kind: 'group'},
    {pattern: /^(.+?)\s?님과의? 대화(?: ?내용)?$/, kind: 'one'},
    {pattern: /^(.+?)\s?(?:의 )?대화 ?내용$/, kind: 'any'},
    {pattern: /^Lịch sử trò chuyện với (.+)$/i, kind: 'one'},
    {pattern: /^Lịch sử trò chuyện trong (.+)$/i, kind: 'group'},
  ];

/** `card`: something of LINE's own. */
export type Placeholder =
  | {readonly role: MediaRole}
  | {readonly card: 'location' | 'contact' | 'album' | 'note' | 'gift' | 'music' | 'poll'};

/** A hyphen stands for a space. */
const placeholderWords: readonly (readonly [string, Placeholder])[] = [
  ['photo photos 写真 照片 圖片 图片 foto รูป รูปภาพ 사진 ảnh hình-ảnh', {role: 'image'}],
  ['sticker stickers スタンプ 貼圖 贴图 stiker สติกเกอร์ 스티커 nhãn-dán', {role: 'sticker'}],
  ['video videos 動画 影片 视频 視頻 วิดีโอ 동영상', {role: 'video'}],
  [
    'voice-message voice-messages audio ボイスメッセージ 語音訊息 语音讯息 语音信息 pesan-suara ข้อความเสียง 음성메시지 tin-nhắn-thoại',
    {role: 'voice'},
  ],
  ['file files ファイル 檔案 文件 berkas ไฟล์ 파일 tệp', {role: 'file'}],
  [
    'location 位置情報 位置訊息 位置資訊 位置信息 位置 lokasi ตำแหน่งที่ตั้ง 위치 vị-trí',
    {card: 'location'},
  ],
  ['contact 連絡先 聯絡資訊 联系人 好友資訊 kontak รายชื่อติดต่อ 연락처 danh-bạ', {card: 'contact'}],
  ['album albums アルバム 相簿 相册 อัลบั้ม 앨범', {card: 'album'}],
  ['note notes ノート 記事本 记事本 catatan โน้ต 노트 ghi-chú', {card: 'note'}],
  ['gift gifts プレゼント ギフト 禮物 礼物 hadiah ของขวัญ 선물', {card: 'gift'}],
  ['music ミュージック 音樂 音乐 musik เพลง 뮤직', {card: 'music'}],
  ['poll 投票 アンケート jajak-pendapat โพล 투표', {card: 'poll'}],
];

/** By the word between the brackets, in lower case. */
export const placeholders: ReadonlyMap<string, Placeholder> = new Map(
  placeholderWords.flatMap(([words, meaning]) =>
    words.split(' ').map((word): [string, Placeholder] => [word.replaceAll('-', ' '), meaning]),
  ),
);

/** LINE for computers writes these without brackets. */
export const barePlaceholders: ReadonlyMap<string, Placeholder> = new Map(
  'photos stickers videos audio files 写真 スタンプ 動画 照片 貼圖 影片'
    .split(' ')
    .flatMap((word) => {
      const meaning = placeholders.get(word);
      return meaning ? [[word, meaning] as const] : [];
    }),
);

/** What stands after the telephone sign, the first that fits. */
export const callOutcomes: readonly (readonly [RegExp, CallOutcome])[] = [
  [/missed|不在着信|未接|tak terjawab|ไม่ได้รับ|부재중|nhỡ/i, 'missed'],
  [/no answer|応答がありません|無應答|无应答|無人接聽|无人接听|응답/i, 'missed'],
  [/cancel|キャンセル|取消|batal|ยกเลิก|취소|hủy/i, 'cancelled'],
  [/declined|拒否|拒絕|拒绝|ditolak|거절|từ chối/i, 'declined'],
  [/busy|話し中|忙線|忙线|sibuk|통화 ?중/i, 'busy'],
  [
    /call time|通話時間|通话时长|通话时间|通話時長|waktu panggilan|เวลาโทร|통화 ?시간|thời gian gọi/i,
    'answered',
  ],
];

/** A message that was taken back. The group `who` is absent where the owner did it. */
export const unsent: readonly RegExp[] = [
  /^(?:you )?unsent a message\.?$/i,
  /^(?<who>.{1,100}) unsent a message\.?$/i,
  /^メッセージの送信を取り消しました。?$/,
  /^(?<who>.{1,100}?)がメッセージの送信を取り消しました。?$/,
  /^[您你]?已收回[訊讯]息。?$/,
  /^(?<who>.{1,100}?)已?收回了?[訊讯]息。?$/,
  /^(?<who>.{1,100}) membatalkan pengiriman pesan\.?$/i,
  /^(?<who>.{1,100}?)\s?ยกเลิกข้อความ(?:แล้ว)?$/,
  /^(?<who>.{1,100}?)님이 메시지를 (?:보내기 )?취소했습니다\.?$/,
];

/** Words by which LINE calls the exporting person in its sentences. */
export const ownerWords: ReadonlySet<string> = new Set(['you', 'anda', 'あなた', '您', '你', 'คุณ']);

export type Sentence = {readonly pattern: RegExp; readonly kind: NoticeEvent['kind']};

/** Groups: `who` did it, `whom` it was done to (names between commas), `title`. */
export const sentences: readonly Sentence[] = [
  {
    pattern: /^(?<who>.{1,100}) (?:has )?joined (?:the |this )?(?:group|chat|room)\.?$/i,
    kind: 'joined',
  },
  {
    pattern: /^(?<who>.{1,100}) (?:has )?left (?:the |this )?(?:group|chat|room)\.?$/i,
    kind: 'left',
  },
  {
    pattern:
      /^(?<who>.{1,100}?) (?:invited|added) (?<whom>.{1,400}) to (?:the |this )?(?:group|chat|room)\.?$/i,
    kind: 'members-added',
  },
  {
    pattern:
      /^(?<who>.{1,100}?) removed (?<whom>.{1,400}) from (?:the |this )?(?:group|chat|room)\.?$/i,
    kind: 'members-removed',
  },
  {
    pattern:
      /^(?<who>.{1,100}?) changed the (?:group|chat)(?:'s|’s)? name to ["“]?(?<title>.{1,200}?)["”]?\.?$/i,
    kind: 'renamed',
  },
  {
    pattern:
      /^(?<who>.{1,100}?) changed the (?:group|chat)(?:'s|’s)? (?:profile )?(?:photo|picture|icon|image)\.?$/i,
    kind: 'photo-changed',
  },
  {pattern: /^(?<who>.{1,100}?)がグループに参加しました。?$/, kind: 'joined'},
  {pattern: /^(?<who>.{1,100}?)が(?:グループを)?(?:退会|退出)しました。?$/, kind: 'left'},
  {
    pattern: /^(?<who>.{1,100}?)が(?<whom>.{1,400}?)を(?:グループに)?(?:招待|追加)しました。?$/,
    kind: 'members-added',
  },
  {
    pattern:
      /^(?<who>.{1,100}?)が(?<whom>.{1,400}?)を(?:グループから削除しました|退会させました)。?$/,
    kind: 'members-removed',
  },
  {
    pattern: /^(?<who>.{1,100}?)がグループ名を[「"]?(?<title>.{1,200}?)[」"]?に変更しました。?$/,
    kind: 'renamed',
  },
  {
    pattern: /^(?<who>.{1,100}?)がグループの(?:アイコン|プロフィール画像)を変更しました。?$/,
    kind: 'photo-changed',
  },
  {
    pattern:
      /^(?<who>.{1,100}?)已?(?:邀請|邀请|新增)(?<whom>.{1,400}?)(?:加入|至)(?:群組|群组|聊天室?)?。?$/,
    kind: 'members-added',
  },
  {pattern: /^(?<who>.{1,100}?)已?加入了?(?:群組|群组|聊天室?)。?$/, kind: 'joined'},
  {
    pattern:
      /^(?<who>.{1,100}?)已?(?:將|将|讓|让)(?<whom>.{1,400}?)(?:退出|移出)(?:群組|群组|聊天室?)。?$/,
    kind: 'members-removed',
  },
  {pattern: /^(?<who>.{1,100}?)已?(?:退出|離開|离开)了?(?:群組|群组|聊天室?)。?$/, kind: 'left'},
  {
    pattern:
      /^(?<who>.{1,100}?)已?(?:將|将)(?:群組|群组)(?:名稱|名称)(?:更改|變更|改|变更)[為为成][「"]?(?<title>.{1,200}?)[」"]?。?$/,
    kind: 'renamed',
  },
  {
    pattern: /^(?<who>.{1,100}) (?:telah )?bergabung (?:ke|dengan|dalam) grup\.?$/i,
    kind: 'joined',
  },
  {
    pattern: /^(?<who>.{1,100}) (?:telah )?(?:keluar dari|meninggalkan) grup\.?$/i,
    kind: 'left',
  },
  {
    pattern: /^(?<who>.{1,100}?) mengundang (?<whom>.{1,400}) (?:ke|bergabung).{0,12} grup\.?$/i,
    kind: 'members-added',
  },
  {pattern: /^(?<who>.{1,100}?)\s?เข้าร่วมกลุ่ม(?:แล้ว)?$/, kind: 'joined'},
  {pattern: /^(?<who>.{1,100}?)\s?ออกจากกลุ่ม(?:แล้ว)?$/, kind: 'left'},
];
