import type { SeededRandom } from "../portal/random.ts";
import { pick, skewed } from "./draw.ts";

const WORDS_EN =
  "order invoice payment delivery customer warehouse contract price stock return discount supplier manager account balance document request approval shipment label carton pallet route driver schedule report archive export import exchange catalog product section element property image file folder message letter meeting task project budget plan reserve transfer".split(
    " ",
  );
const WORDS_RU =
  "заказ счёт оплата доставка клиент склад договор цена остаток возврат скидка поставщик менеджер документ заявка согласование отгрузка накладная маршрут водитель график отчёт архив выгрузка загрузка обмен каталог товар раздел элемент свойство изображение файл папка сообщение письмо встреча задача проект бюджет план резерв перемещение контрагент номенклатура".split(
    " ",
  );
// Rare ones: what somebody looks for and finds a few times.
const RARE = ["Quillfeather", "Zephyrine", "Ольховатка", "Крутояр", "XJ-9041-B", "mirabelle"];
const RARE_CHANCE = 0.000_03;

interface Vocabulary {
  words: readonly string[];
  isRussian: boolean;
}

const ENGLISH: Vocabulary = { words: WORDS_EN, isRussian: false };
const RUSSIAN: Vocabulary = { words: WORDS_RU, isRussian: true };

export function vocabulary(isRussian: boolean): Vocabulary {
  return isRussian ? RUSSIAN : ENGLISH;
}

/** Some words that begin with a capital letter. */
export function phrase(
  random: SeededRandom,
  { isRussian, count }: { isRussian: boolean; count: number },
): string {
  const { words } = vocabulary(isRussian);
  const chosen = Array.from(
    { length: count },
    () => words[skewed(random, words.length, 1.4)] ?? "",
  );
  if (random.next() < RARE_CHANCE * count) chosen.push(pick(random, RARE));
  const text = chosen.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
