import { parseFilter } from '@tailrace/protocol';
const [root, folder, reps='20', which=''] = process.argv.slice(2);
const base = `${root}/packages/server/src/store/sqlite`;
const { TimeBudget } = await import(`${base}/TimeBudget.ts`);
const { DayReaders } = await import(`${base}/DayReaders.ts`);
const { EntryReader } = await import(`${base}/EntryReader.ts`);
const budget = new TimeBudget();
const days = new DayReaders(folder, budget);
const reader = new EntryReader(days, budget);
const info = JSON.parse((await import('node:fs')).readFileSync(`${folder}/filled.json`, 'utf8'));
const tat=(n)=>info.end-48*3600000*(1-n/info.entries);
const iso=(t)=>new Date(t).toISOString();
const deepT = tat(info.entries/3);
const tenant = 'main';
const Q = [
 ['newest 100','', 'desc'], ['source','source:worker','desc'], ['level','level:error','desc'], ['level info','level:info','desc'], ['unused level','level:critical','desc'],
 ['logger','logger:shop.checkout','desc'], ['user','user_id:u17','desc'], ['conversation','conversation_id:c17','desc'], ['user at level','user_id:u50 level:error','desc'],
 ['oldest user','user_id:u17','asc'], ['sku','sku:KET-7','desc'], ['price','price:3907','desc'],
 ['common word','cart','desc'],['level or','level:>=warning','desc'],
 ['range level',`level:error timestamp:>=${iso(tat(info.entries*0.4))} timestamp:<${iso(tat(info.entries*0.6))}`,'desc'],
 ['range user asc',`user_id:u17 timestamp:>=${iso(tat(info.entries*0.4))}`,'asc'],
 ['deep all','', 'desc', deepT], ['deep user','user_id:u17','desc',deepT], ['deep level','level:error','desc',deepT], ['deep info','level:info','desc',deepT], ['deep source','source:api','desc',deepT],['deep sku','sku:KET-7','desc',deepT],
 ['deep level asc','level:error','asc',deepT], ['deep user asc','user_id:u17','asc',deepT],
];
for (const [name, f, order, at] of Q) {
  if (!name.includes(which)) continue;
  const query = { tenant, filter: parseFilter(f), order, after: at ? { timestamp: Math.floor(at), position: 1 } : undefined, limit: 100 };
  let page = reader.query(query, () => false);
  for (let i=0;i<3;i++) page = reader.query(query, () => false);
  let best = Infinity;
  for (let k=0;k<6;k++) { const c = process.cpuUsage(); for (let i=0;i<+reps;i++) reader.query(query, () => false); const d = process.cpuUsage(c); best=Math.min(best,(d.user+d.system)/reps/1000); }
  console.log(`${name.padEnd(16)} ${best.toFixed(2).padStart(8)} ms  ${page.entries.length} ${page.entries[0]?.position}..${page.entries.at(-1)?.position}${page.partial?' partial':''}`);
}
