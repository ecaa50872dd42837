/* Holds modules of others; their licences stand in NOTICE. */
import{a}from"./GZ2T6XOS.js";import"./76AM2YMF.js";export{a as default};
