use std::time::Instant;
use guiju::{corpus::{self,Corpus}, rules::{self,RuleSet}, read::*, check::*};
fn main(){
 for _ in 0..2 {
 let t=Instant::now(); let e=corpus::embedded(); println!("embedded {:?}",t.elapsed());
 let t=Instant::now(); let (c,_)=Corpus::load(&e); println!("corpus {:?}",t.elapsed());
 let t=Instant::now(); let d=jiff::civil::date(2026,11,1); let (r,_)=RuleSet::load(&rules::embedded(),&c,d); println!("rules {:?}",t.elapsed());
 let b=std::fs::read("tests/content/sbk-buling.md").unwrap();
 let t=Instant::now(); let doc=read(&b,Format::Markdown,&r.fields.table,None).unwrap(); println!("read {:?}",t.elapsed());
 let t=Instant::now(); let doc2=read(&b,Format::Markdown,&r.fields.table,None).unwrap(); println!("read2 {:?}",t.elapsed());
 let t=Instant::now(); let f=check(&doc,&r,&Selection::default(),d); println!("check {:?} {}",t.elapsed(), f.len()+doc2.fields.len());
 for rule in &r.rules { let t=Instant::now(); for _ in 0..10 {rule.run(&doc,d);} println!("   {} {:?}",rule.code,t.elapsed()/10); }
 }
}
